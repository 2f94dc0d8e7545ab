package io.gondola.sync;

import io.gondola.dsl.Operation;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import io.gondola.scheduler.WaitQueue;

/**
 * Locking a {@link RWMutex} for reading or writing: it may park once, holding the state's spin lock, and is done when
 * it is woken.
 */
abstract class RWParking extends Operation<Unit> implements Visible {
    private final RWState state;
    private final OpKind kind;
    private final String waitReason;

    RWParking(RWState state, OpKind kind, String waitReason) {
        this.state = state;
        this.kind = kind;
        this.waitReason = waitReason;
    }

    /** What tells one goroutine's wait from all others; see I6 of {@link RWState}. */
    private static final class Wait {
        final WaitQueue queue;

        Wait(WaitQueue queue) {
            this.queue = queue;
        }
    }

    @Override
    public final OpKind kind() {
        return kind;
    }

    @Override
    public final Object subject() {
        return state.shown;
    }

    /** Parks, holding the spin lock; {@code queue} is the present one. */
    final Object parkIn(WaitQueue queue, Fiber f) {
        f.element(new Wait(queue));
        return f.park(this);
    }

    /** Whether {@code f} has parked when {@code queue} was the present one. */
    static boolean isIn(WaitQueue queue, Fiber f) {
        return f.element() instanceof Wait w && w.queue == queue;
    }

    @Override
    public final Object resumed(Fiber f) {
        f.element(null);
        return Unit.UNIT;
    }

    @Override
    public final void abort() {
        state.unlock();
    }

    @Override
    public final String waitReason() {
        return waitReason;
    }

    @Override
    public final Object waitsOn() {
        return state.shown;
    }
}
