package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Visible;
import io.vavr.CheckedConsumer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** Waits for a callback of other code. */
final class Async<A> extends Operation<A> implements Visible {
    private final CheckedConsumer<? super Callback<A>> register;

    Async(CheckedConsumer<? super Callback<A>> register) {
        this.register = register;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        if (!f.step()) {
            return f.yieldThen(this);
        }
        Completion<A> completion = new Completion<>();
        register.accept(completion);
        if (completion.get() instanceof Outcome outcome) {
            return outcome.get();
        }
        f.element(completion);
        return f.park(this);
    }

    @Override
    public void commit(Fiber f) {
        ((Completion<?>) f.element()).await(f);
    }

    @Override
    public Object resumed(Fiber f) throws Throwable {
        return ((Outcome) ((Completion<?>) f.takeElement()).get()).get();
    }

    @Override
    public boolean withdraw(Fiber f) {
        return ((Completion<?>) f.element()).withdraw(f);
    }

    @Override
    public String waitReason() {
        return "async";
    }

    @Override
    public boolean mayBeReadiedFromOutside() {
        return true;
    }

    @Override
    public Object site() {
        return register;
    }

    @Override
    public void outline(Outline out) {
        out.function("async", register);
    }

    /**
     * Holds null, then perhaps the fiber that waits, then the outcome. Each of the two sides makes one atomic exchange, so
     * exactly one of them sees that the other was there first and lets the goroutine go on.
     */
    private static final class Completion<A> extends AtomicReference<Object> implements Callback<A> {
        private static final long serialVersionUID = 1;
        private static final Outcome GIVEN_UP = new Outcome(null, null);

        @Override
        public void succeed(A value) {
            complete(new Outcome(value, null));
        }

        @Override
        public void fail(Throwable cause) {
            complete(new Outcome(null, Objects.requireNonNull(cause, "cause")));
        }

        private void complete(Outcome outcome) {
            Object before;
            do {
                before = get();
                if (before instanceof Outcome) {
                    return;
                }
            } while (!compareAndSet(before, outcome));
            if (before instanceof Fiber f) {
                f.wake();
            }
        }

        /** Completes it before the callback does, which then has no effect. */
        boolean withdraw(Fiber f) {
            return compareAndSet(f, GIVEN_UP);
        }

        void await(Fiber f) {
            if (!compareAndSet(null, f)) {
                f.wake();
            }
        }
    }

    @Override
    public OpKind kind() {
        return OpKind.ASYNC;
    }
}
