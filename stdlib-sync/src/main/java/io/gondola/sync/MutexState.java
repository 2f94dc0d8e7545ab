package io.gondola.sync;

import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.Operation;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import io.gondola.scheduler.SpinLock;
import io.gondola.scheduler.WaitQueue;
import io.gondola.scheduler.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The state and the operations of a {@link Mutex}.
 *
 * @go internal/sync/mutex.go
 */
final class MutexState extends SpinLock {
    /*
     * Algorithm. Go's two modes.
     *
     * Normal: unlock frees the mutex and wakes the first waiter, which then competes with goroutines that come along
     * and run already. If it loses it goes back to the front of the queue. This is fast, since the mutex never waits
     * for a goroutine to be scheduled, but a waiter may lose again and again.
     *
     * Starving: begins when a woken waiter loses that has waited for more than 1 ms in all. Unlock hands the mutex to
     * the first waiter and gives way to it; newcomers queue at the end. It ends with the hand-over to a waiter that is
     * the last one, or has waited for less than 1 ms. So a waiter is overtaken for about 1 ms at the most.
     *
     * The word. `state` is the holder's identity, 0 if the mutex is free, and the bit WATCHED. Who locks a free mutex,
     * and who unlocks one that nobody watches, does one compare-and-set and no more. All else happens under the spin
     * lock, which begins by setting WATCHED (see watch) and ends by writing the word again (see settle).
     *
     * Invariants
     *   I1  All fields but `state` are guarded by the spin lock; no user code runs under it.
     *   I2  starving implies held, and that a waiter is queued.
     *   I3  woken: one waiter was taken from the queue to compete and has not run since. While it holds, unlock wakes
     *       nobody else. woken and starving exclude each other, for only the woken waiter begins the starving mode.
     *   I4  If the mutex is free and a waiter is queued, woken holds: no wake-up is lost.
     *   I5  A waiter's element is its Wait, from before it is queued until it has the mutex; a hand-over clears it
     *       before it names the new holder, so that no dump sees the holder wait for its own mutex.
     *   I6  A waiter whose program has ended is passed over. One that was woken, or was handed the mutex, and then
     *       never runs is dropped by the scheduler, and passes the mutex on.
     *   I7  WATCHED is set and cleared under the spin lock only, and while it is set only who holds the spin lock
     *       changes the word: the two compare-and-sets of the fast way expect it to be clear. So between watch and
     *       settle the word stands still.
     *   I8  While nobody holds the spin lock, WATCHED says whether unlock has something to do: the mutex is starving,
     *       or a waiter is queued and none is woken. So I4 holds although unlock looks at nothing but the word; and
     *       while a woken waiter is on its way, who runs already locks and unlocks at full speed.
     *
     * No wake-up is lost between a waiter that begins to wait and a holder that unlocks: the waiter sets WATCHED by a
     * read-modify-write of the word and sees there whether the mutex is held. If the holder's compare-and-set comes
     * before, it sees a free mutex, and takes it; if after, that fails, and the holder waits for the spin lock, which
     * the waiter releases when it is queued.
     *
     * The holder. In place of a mere flag the state has the identity of the goroutine that locked the mutex, by which a
     * dump finds cycles of goroutines that wait for each other's locks. Since another goroutine may unlock, such a
     * cycle would prove nothing for a mutex that is used so; once that was seen the mutex names no holder any more.
     *
     * Ordering. What the holder wrote before unlock is visible to the next holder: each change of the holder is a
     * read-modify-write or a release of `state`, and each holder has read that by a read-modify-write; at a hand-over,
     * the wake-up orders them.
     *
     * Differences from Go. Whether the starving mode ends is decided by the goroutine that unlocks, not by the one that
     * wakes up. A goroutine does not spin for the mutex, but tries twice.
     */
    private static final long STARVATION_NANOS = 1_000_000; // Go: mutex.go, starvationThresholdNs

    /** The sign; identities are positive. */
    private static final long WATCHED = Long.MIN_VALUE;

    private final Object shown;
    private final WaitQueue waiters = new WaitQueue();

    /**
     * {@linkplain Fiber#identity Identity} of the goroutine that locked the mutex, 0 if it is free; and {@link
     * #WATCHED}.
     */
    @SuppressWarnings("unused") // through STATE
    private long state;

    /** Whether a goroutine has ever unlocked what another one locked. */
    private boolean passedOn;

    private boolean starving;
    private boolean woken;

    /** Whether it is a part of another lock, which is not unlocked before this one is. */
    private final boolean inner;

    /** For reports; null if it has none. Written before the mutex is used. */
    @Nullable
    String name;

    /** The programs of the mutex; {@code lock()} and {@code unlock()} are those of the spin lock. */
    final Go<Unit> acquire = new Acquire();

    final Go<Unit> release = new Release();

    /** {@code shown} is what reports say that a waiter waits on. */
    MutexState(Object shown) {
        this.shown = shown;
        this.inner = shown instanceof RWMutex;
    }

    /** Locks the mutex if it is free. */
    @CanIgnoreReturnValue
    boolean acquireIfFree(Fiber f) {
        long id = f.identity();
        return STATE.compareAndSet(this, 0L, id) || (holder() == 0 && acquireIfFree(id));
    }

    /** As above, while somebody holds the spin lock perhaps. */
    private boolean acquireIfFree(long id) {
        lock();
        long holder = watch();
        settle(holder == 0 ? id : holder);
        unlock();
        return holder == 0;
    }

    /** Makes the word stand still. The spin lock is held. Returns the holder's identity. */
    private long watch() {
        return (long) STATE.getAndBitwiseOr(this, WATCHED) & ~WATCHED;
    }

    /**
     * Writes the word, which stands still: {@code holder} has the mutex from now on. The spin lock is held, and stays
     * so.
     */
    private void settle(long holder) {
        boolean watched = starving || (!woken && !waiters.isEmpty()); // I8
        STATE.setRelease(this, watched ? holder | WATCHED : holder);
    }

    private void settleAndUnlock(long holder) {
        settle(holder);
        unlock();
    }

    private long holder() {
        return (long) STATE.getOpaque(this) & ~WATCHED;
    }

    /** Identity of who has locked the mutex; 0 if nobody has, or others unlock it. Any thread, racily. */
    long knownHolder() {
        return passedOn ? 0 : holder();
    }

    /** Unlocks the mutex in place of {@code f}, whose program has ended; does nothing if that does not hold it. */
    void unlockFor(Fiber f) {
        lock();
        long holder = watch();
        if (holder != f.identity()) {
            settleAndUnlock(holder);
        } else if (!starving || !handOver(f)) {
            free();
        }
    }

    /**
     * Frees the mutex and wakes the first waiter, if there is one and none is on its way. The word stands still; the
     * spin lock is held, and is released.
     */
    private void free() {
        Waiter first = woken ? null : waiters.take();
        if (first != null) {
            woken = true;
        }
        settleAndUnlock(0);
        if (first != null) {
            first.wake();
        }
    }

    /**
     * Gives the mutex, which {@code f} has, to the first waiter, and releases the spin lock, which is held; both only
     * if there is a waiter. Returns whether there was. The word stands still.
     */
    @SuppressWarnings("NullAway") // who waits has one
    private boolean handOver(Fiber f) {
        Waiter first = waiters.take();
        if (first == null) { // its thread had no memory to park it, or its program has ended
            starving = false;
            return false;
        }
        Wait wait = (Wait) first.element();
        first.element(null); // before the holder: a dump must not see the new holder wait
        starving = !waiters.isEmpty() && wait.isLong(f.scheduler().nanoTime());
        settleAndUnlock(((Fiber) first).identity());
        first.wake();
        return true;
    }

    /** What one goroutine's wait for the mutex knows. */
    private static final class Wait {
        final long since;
        boolean lost;

        Wait(long since) {
            this.since = since;
        }

        boolean isLong(long now) {
            return now - since > STARVATION_NANOS;
        }
    }

    private final class Acquire extends Operation<Unit> implements Visible {
        @Override
        public Object exec(Fiber f) {
            if (!f.step(this)) {
                return f.yieldThen(this);
            }
            if (acquireIfFree(f)) {
                return Unit.UNIT;
            }
            Wait wait = new Wait(f.scheduler().nanoTime());
            lock();
            return acquireOrPark(f, wait, watch());
        }

        private Object acquireOrPark(Fiber f, Wait wait, long holder) {
            if (holder != 0) {
                f.element(wait);
                return f.park(this);
            }
            settleAndUnlock(f.identity());
            f.element(null);
            return Unit.UNIT;
        }

        @Override
        @SuppressWarnings("NullAway") // it has one until it waits
        public void commit(Fiber f) {
            if (((Wait) f.element()).lost) {
                waiters.addFirst(f);
            } else {
                waiters.addWhereSomeAreGone(f);
            }
            settleAndUnlock(holder());
        }

        @Override
        public Object resumed(Fiber f) {
            Wait wait = (Wait) f.element();
            if (wait == null) { // handed over
                return Unit.UNIT;
            }
            boolean isLong = wait.isLong(f.scheduler().nanoTime());
            lock();
            long holder = watch();
            woken = false;
            if (holder != 0) {
                wait.lost = true;
                starving = isLong;
            }
            return acquireOrPark(f, wait, holder);
        }

        @Override
        public void abort() {
            settleAndUnlock(holder());
        }

        @Override
        public void dropped(Fiber f) {
            if (f.element() == null) { // handed over
                unlockFor(f);
                return;
            }
            MutexState.this.lock();
            long holder = watch();
            woken = false;
            if (holder == 0) {
                free();
            } else {
                settleAndUnlock(holder);
            }
        }

        @Override
        public boolean withdraw(Fiber f) {
            MutexState.this.lock();
            long holder = watch();
            boolean there = waiters.remove(f);
            settleAndUnlock(holder);
            return there;
        }

        @Override
        public String waitReason() {
            return "sync.Mutex.Lock";
        }

        @Override
        public Object waitsOn() {
            return shown;
        }

        @Override
        public OpKind kind() {
            return OpKind.LOCK;
        }

        @Override
        public Object subject() {
            return shown;
        }

        @Override
        public boolean enabled() {
            return holder() == 0;
        }

        @Override
        public long heldBy() {
            return knownHolder();
        }
    }

    private final class Release extends Operation<Unit> implements Visible {
        @Override
        public Object exec(Fiber f) {
            if (!f.step(this)) {
                return f.yieldThen(this);
            }
            if (STATE.compareAndSet(MutexState.this, f.identity(), 0L)) {
                return Unit.UNIT;
            }
            lock();
            long holder = watch();
            if (holder != f.identity() && !mayUnlock(f, holder)) {
                settleAndUnlock(holder);
                return Unit.UNIT;
            }
            if (starving && handOver(f)) {
                return f.yieldThen(Go.unit());
            }
            free();
            return Unit.UNIT;
        }

        /** Whether {@code f} may unlock what it has not locked. The spin lock is held. */
        private boolean mayUnlock(Fiber f, long holder) {
            if (f.isGone()) {
                return false; // its program has ended: what it held may have been released in its place
            }
            if (holder == 0) {
                settleAndUnlock(0);
                throw new FatalError("sync: unlock of unlocked mutex" + (name == null ? "" : ": mutex=" + name));
            }
            passedOn = true;
            return true;
        }

        @Override
        public void droppedBefore(Fiber f) {
            if (inner) {
                unlockFor(f);
            }
        }

        @Override
        public OpKind kind() {
            return OpKind.UNLOCK;
        }

        @Override
        public Object subject() {
            return shown;
        }
    }

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(MutexState.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
