package io.gondola.dsl.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A part of a goroutine's work whose waits may be given up from outside: after {@link #cancel}, the goroutine waits for
 * nothing any more above this frame, but leaves it, running the defers between.
 *
 * <p>What a wait would have got stays for others: a wait is given up only if nobody has served it. Cleanups (defers)
 * wait as if nothing had happened. Code that does not wait runs on. Goroutines that were started are not concerned.
 *
 * <p>A scope is entered once.
 */
public abstract class CancelScope extends Frame {
    @SuppressWarnings("NullAway.Init") // enter says it
    private CancelGate gate;

    private static final int ENTERED = 0;
    private static final int CANCELLED = 1;
    private static final int LEFT = 2;

    /** What this scope yields instead of the value of its body. Written before CANCELLED. */
    private @Nullable Object result;

    /** From ENTERED to CANCELLED by {@link #cancel}, and back by {@link #revoke}; to LEFT by the goroutine. */
    private volatile int state;

    protected CancelScope() {}

    /** Called in the goroutine when it leaves this scope, one way or another. */
    protected abstract void left();

    /** What interrupts blocking code in this scope; null if nothing does. Always the same. */
    protected @Nullable Interrupts interrupts() {
        return null;
    }

    /** Puts this scope on top of the frames of {@code f}, which goes on with the body. */
    public final void enter(Fiber f) {
        gate = f.openGate();
        f.push(this);
    }

    /**
     * Gives up the wait of the goroutine, if it waits in this scope; or else the next one that it would begin. The
     * scope then yields {@code newResult}. Does nothing if the goroutine leaves the scope without waiting. To be called
     * at most once unless it is {@linkplain #revoke revoked}, after {@link #enter}, by any thread that may ready the
     * goroutine.
     */
    public final void cancel(Object newResult) {
        result = newResult;
        if (STATE.compareAndSet(this, ENTERED, CANCELLED)) {
            gate.call();
        }
    }

    /**
     * Called in the goroutine: takes a {@link #cancel} back, whose effect it has noticed or does not want any more. One
     * that comes later has effect again.
     */
    protected final void revoke() {
        if (STATE.compareAndSet(this, CANCELLED, ENTERED)) {
            gate.uncall();
        }
    }

    final boolean isCancelled() {
        return state == CANCELLED;
    }

    private void leave(Fiber f) {
        if (!STATE.compareAndSet(this, ENTERED, LEFT)) {
            gate.uncall();
        }
        f.closeGate();
        left();
    }

    final Breaking breaking() {
        return new Breaking(this, result);
    }

    @Override
    public final @Nullable Object resume(Fiber f, @Nullable Object value) {
        f.pop();
        leave(f);
        return value;
    }

    @Override
    public final @Nullable Object unwind(Fiber f, Unwinding u) {
        leave(f);
        return u instanceof Breaking e && e.target() == this ? e.result() : Signal.UNWIND;
    }

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(CancelScope.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
