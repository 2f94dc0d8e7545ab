package io.gondola.context;

import io.gondola.dsl.Operation;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends a context, and with it those below.
 *
 * <p>While those below end, others may see that the one above has ended and they have not. On real threads that happens
 * by itself; the deterministic schedulers may switch between the two.
 *
 * @go context/context.go, {@code cancelCtx.cancel}
 */
final class Cancelling extends Operation<Unit> implements Visible {
    private final Cancellable context;
    private final EndReason how;
    private final @Nullable Object family;

    Cancelling(Cancellable context, EndReason how) {
        this.context = context;
        this.how = how;
        this.family = Lookup.family(context);
    }

    @Override
    public Object exec(Fiber f) {
        if (!f.step()) {
            return f.yieldThen(this);
        }
        Child below = context.endAlone(how);
        context.leave();
        if (below != null && f.scheduler().deterministic()) {
            return f.yieldThen(new Below(below));
        }
        Cancellable.endAll(below, how);
        return Unit.UNIT;
    }

    @Override
    public OpKind kind() {
        return OpKind.CONTEXT;
    }

    @Override
    public @Nullable Object subject() {
        return family;
    }

    @Override
    public long operand() {
        return 1; // it writes
    }

    @Override
    public void closes(Consumer<Object> closed) {
        context.open(closed);
    }

    /** The second step: ends those below. */
    private final class Below extends Operation<Unit> implements Visible {
        private final Child list;

        Below(Child list) {
            this.list = list;
        }

        @Override
        public Object exec(Fiber f) {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            Cancellable.endAll(list, how);
            return Unit.UNIT;
        }

        @Override
        public OpKind kind() {
            return OpKind.CONTEXT;
        }

        @Override
        public @Nullable Object subject() {
            return family;
        }

        @Override
        public long operand() {
            return 1;
        }

        @Override
        public void closes(Consumer<Object> closed) {
            for (Child child = list; child != null; child = child.next) {
                Cancellable c = child.context();
                if (c != null) {
                    c.open(closed);
                }
            }
        }
    }
}
