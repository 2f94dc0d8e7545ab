package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Holds null, then perhaps the fiber that waits, then the outcome. Each of the two sides makes one atomic exchange, so exactly one
 * of them sees that the other was there first and lets the goroutine go on.
 */
final class Completion<A> extends AtomicReference<Object> implements Callback<A> {
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

    /** Whether nobody waits any more: it is complete, or the goroutine's program has ended. */
    boolean isOver() {
        Object state = get();
        return state instanceof Outcome
                || (state instanceof Fiber f && f.program().ended());
    }
}
