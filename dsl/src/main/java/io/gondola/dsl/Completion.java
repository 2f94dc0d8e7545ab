package io.gondola.dsl;

import io.gondola.dsl.engine.Checked;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.FiberProgram;
import io.gondola.scheduler.StackRoom;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What other code keeps of a goroutine that waits for it, as long as it likes. So it lets go of the goroutine when that
 * one's program ends.
 *
 * <p>Holds null, then perhaps the fiber that waits, then the outcome. Each of the two sides makes one atomic exchange,
 * so exactly one of them sees that the other was there first and lets the goroutine go on.
 */
final class Completion<A> extends AtomicReference<Object> implements Callback<A>, Checked {
    private static final long serialVersionUID = 1;
    private static final Outcome GIVEN_UP = new Outcome(null, null);

    @Override
    public void succeed(A value) {
        StackRoom.check();
        succeedChecked(value);
    }

    @Override
    public void succeedChecked(Object value) {
        complete(new Outcome(value, null));
    }

    @Override
    public void fail(Throwable cause) {
        Objects.requireNonNull(cause, "cause");
        StackRoom.check();
        complete(new Outcome(null, cause));
    }

    /** As either of them, by a thread that has checked its stack. */
    void complete(Outcome outcome) {
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

    /** The goroutine may run elsewhere as soon as this begins. */
    void await(Fiber f) {
        FiberProgram program = f.program();
        if (!compareAndSet(null, f)) {
            f.wake();
        } else if (program.endedInLine()) {
            abandon();
        }
    }

    /** The goroutine's program has ended, if it is one that waits: it never goes on. */
    void abandon() {
        Object state = get();
        if (state instanceof Fiber f && f.isGone()) {
            compareAndSet(state, GIVEN_UP);
        }
    }

    /** Whether nobody waits any more: it is complete, or the goroutine's program has ended. */
    boolean isOver() {
        return get() instanceof Outcome;
    }
}
