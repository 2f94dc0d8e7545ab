package io.gondola.dsl.engine;

import io.gondola.scheduler.SpinLock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the waits of a goroutine that has entered a {@link CancelScope} and those who may cancel it. It is the
 * instruction that the goroutine parks with, in place of the one that waits.
 */
final class CancelGate extends Instruction {
    /*
     * Algorithm. To give up a wait is to take the goroutine out of the queue in which it stands, under the lock of that
     * queue's object (Instruction.withdraw). Who finds it there owns it from then on, just as a sender does that takes
     * a receiver from the queue; who does not find it comes too late: the goroutine has been served, and keeps what it
     * got. So no element is lost and none is taken twice, and the operations that nobody cancels cost nothing more.
     *
     * What remains is to make sure that the goroutine stands still meanwhile, and that no call is missed: the state.
     *
     *   RUNNING --park--> COMMITTING --queued--> PARKED --cancel--> WITHDRAWING --withdrawn--> RUNNING (at GiveUp)
     *      ^                   |                    |  ^                  |
     *      |                   |                    |  +----- served -----+
     *      +------ resume -----+------ resume ------+
     *
     * Invariants
     *   I1  Each wait has a number in the upper bits of the state: the thread that queued the goroutine, which may be
     *       running elsewhere already and waiting again, says PARKED of that wait only.
     *   I2  WITHDRAWING is entered from PARKED only, and with the lock held; until the lock is released nobody but the
     *       holder writes the state. A goroutine that was served meanwhile finds it on resuming, and waits for the
     *       lock. So while it holds, the frames and the instruction of the goroutine do not change, and anybody may
     *       read them.
     *   I3  No lock of a channel or the like is held when this lock is taken: the goroutine resumes without any, and
     *       cancel is called without any. The other order, this lock and then a channel's, is the one of withdraw.
     *
     * No call is missed. cancel counts its scope in `called`, then looks whether the goroutine is PARKED. The
     * goroutine's thread writes PARKED, then looks at `called`. All four are volatile, so one of them sees the other:
     * COMMITTING need not be seen by cancel, and is written without a fence. A
     * scope whose goroutine was not parked, or waited in a cleanup, is found by the next wait, for it counts until the
     * goroutine has left it. Then no more: a goroutine that gives up one wait after another, in a scope each, does not
     * look through its stack at each of the waits that follow. A scope is counted off by the one who finds its state
     * CANCELLED on leaving; if that comes before it was counted, the sum may be too low for a moment, and a thread that
     * then counts looks after it.
     *
     * Which scope. A wait belongs to all scopes on the stack above which no cleanup is in progress. If several are
     * cancelled the goroutine leaves the outermost. A scope that is not on the stack any more is not found, so a call
     * that comes late does nothing.
     */
    private static final int RUNNING = 0;
    private static final int COMMITTING = 1;
    private static final int PARKED = 2;
    private static final int WITHDRAWING = 3;
    private static final int PHASE = 3;
    private static final int NEXT_WAIT = 4;

    private static final class Lock extends SpinLock {}

    private final Fiber f;
    private final @Nullable Instruction origin;
    private final Lock lock = new Lock();
    private volatile int state;

    /** How many scopes that the goroutine is in are cancelled. */
    private volatile int called;

    /** What the goroutine waits in. Written by the goroutine before COMMITTING. */
    @SuppressWarnings("NullAway.Init") // park says it
    private Instruction wait;

    /** How many scopes the goroutine is in. The goroutine's own. */
    int scopes;

    CancelGate(Fiber f, @Nullable Instruction origin) {
        this.f = f;
        this.origin = origin;
    }

    /** What the goroutine had for an origin without this gate. */
    @Nullable
    Instruction origin() {
        return origin;
    }

    /** What the goroutine waits in, or has waited in last. */
    Instruction waiting() {
        return wait;
    }

    Instruction around(Instruction newWait) {
        wait = newWait;
        return this;
    }

    @Override
    public Object exec(Fiber ignored) {
        throw new AssertionError("a gate is never executed");
    }

    @Override
    public void commit(Fiber ignored) {
        int committing = (state & ~PHASE) + NEXT_WAIT | COMMITTING;
        STATE.setRelease(this, committing); // wait.commit publishes the goroutine, which then finds it
        wait.commit(f);
        // The goroutine may run elsewhere.
        int parked = committing ^ COMMITTING ^ PARKED;
        if (STATE.compareAndSet(this, committing, parked) && called != 0) {
            giveUpWait();
        }
    }

    @Override
    public @Nullable Object resumed(Fiber ignored) throws Throwable {
        while (true) {
            int s = state;
            if ((s & PHASE) == WITHDRAWING) {
                lock.lock();
                lock.unlock();
            } else if (STATE.compareAndSet(this, s, s & ~PHASE)) {
                return wait.resumed(f);
            }
        }
    }

    /** Some scope of this goroutine was cancelled. */
    void call() {
        CALLED.getAndAdd(this, 1);
        if ((state & PHASE) != RUNNING) {
            giveUpWait();
        }
    }

    /** The goroutine has left a scope that was, or is just being, cancelled. */
    void uncall() {
        CALLED.getAndAdd(this, -1);
    }

    private void giveUpWait() {
        boolean givenUp = false;
        lock.lock();
        try {
            int s = state;
            if ((s & PHASE) == PARKED && STATE.compareAndSet(this, s, s | WITHDRAWING)) {
                try {
                    givenUp = withdrawn();
                } finally {
                    state = givenUp ? s & ~PHASE : s;
                }
            }
        } finally {
            lock.unlock();
        }
        if (givenUp) {
            f.wake();
        }
    }

    /** Takes the goroutine, which stands still, out of its wait. What needs memory comes first: there may be none. */
    private boolean withdrawn() {
        CancelScope scope = f.outermostCancelled();
        if (scope == null || !f.claim()) {
            return false;
        }
        GiveUp next = new GiveUp(scope, wait.afterWithdrawal());
        if (!wait.withdraw(f)) {
            return false;
        }
        f.goOnWith(next);
        return true;
    }

    @Override
    public void abort() {
        wait.abort();
    }

    @Override
    public void dropped(Fiber ignored) {
        wait.dropped(f);
    }

    @Override
    public void passOn(Fiber f) {
        wait.passOn(f);
    }

    // for reports

    @Override
    public @Nullable String waitReason() {
        return wait.waitReason();
    }

    @Override
    public @Nullable Object waitsOn() {
        return wait.waitsOn();
    }

    @Override
    public long heldBy() {
        return wait.heldBy();
    }

    @Override
    public boolean mayBeReadiedFromOutside() {
        return wait.mayBeReadiedFromOutside();
    }

    @Override
    public @Nullable Object site() {
        return wait.site();
    }

    private static final VarHandle STATE;
    private static final VarHandle CALLED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(CancelGate.class, "state", int.class);
            CALLED = lookup.findVarHandle(CancelGate.class, "called", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
