package io.gondola.sync;

import io.gondola.dsl.Operation;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import io.gondola.scheduler.SpinLock;
import io.gondola.scheduler.WaitQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The state of a {@link WaitGroup}.
 *
 * @go sync/waitgroup.go
 */
final class WaitGroupState extends SpinLock {
    /*
     * Algorithm. Go's: counter and number of waiters are one word, so that add is one atomic instruction and sees at
     * once whether it must wake somebody.
     *
     * Invariants
     *   I1  The upper half of `state` is the counter; the lower half is the number of goroutines in `queue`, and is
     *       changed under the lock only.
     *   I2  A waiter is counted only while the counter is not 0. So the goroutine that brings the counter to 0 sees it,
     *       and wakes it.
     *   I3  A waiter is counted and queued within one critical section: who wakes them takes the lock and finds all.
     *   I4  A waiter's element is the queue in which it stands, which is replaced when its waiters are to be woken.
     *
     * Ordering. Each add is a volatile read-modify-write of `state`; await reads it, or is woken by the last of them.
     */
    private static final long ONE_WAITER = 1;

    private final Object shown;
    private WaitQueue queue = new WaitQueue();

    @SuppressWarnings("unused") // through STATE
    private volatile long state;

    /** For reports; null if it has none. Written before the group is used. */
    @Nullable
    String name;

    WaitGroupState(Object shown) {
        this.shown = shown;
    }

    private static int counter(long state) {
        return (int) (state >> Integer.SIZE);
    }

    private static int waiters(long state) {
        return (int) state;
    }

    /** Adds {@code delta}, which may be negative, to the counter. */
    void add(int delta) {
        long change = (long) delta << Integer.SIZE;
        long now = (long) STATE.getAndAdd(this, change) + change;
        if (counter(now) < 0) {
            throw misuse("negative WaitGroup counter");
        }
        if (waiters(now) == 0) {
            return;
        }
        if (counter(now) == 0) {
            release();
        } else if (delta > 0 && counter(now) == delta) {
            throw misuse("WaitGroup misuse: Add called concurrently with Wait");
        }
    }

    private void release() {
        WaitQueue fresh = new WaitQueue(); // before the lock is taken: there may be no memory
        lock();
        WaitQueue all = queue;
        queue = fresh;
        STATE.getAndAdd(this, (long) -waiters(state));
        unlock();
        WaitQueues.wakeAll(all);
    }

    private Panic misuse(String text) {
        return new Panic("sync: " + text + (name == null ? "" : ": group=" + name));
    }

    /** Waits until the counter is 0. */
    final class Await extends Operation<Unit> implements Visible {
        @Override
        public Object exec(Fiber f) {
            if (!f.step(this)) {
                return f.yieldThen(this);
            }
            if (counter(state) == 0) {
                return Unit.UNIT;
            }
            lock();
            long now;
            do {
                now = state;
                if (counter(now) == 0) {
                    unlock();
                    return Unit.UNIT;
                }
            } while (!STATE.compareAndSet(WaitGroupState.this, now, now + ONE_WAITER));
            return f.park(this);
        }

        @Override
        public void commit(Fiber f) {
            f.element(queue);
            int gone = queue.addWhereSomeAreGone(f);
            if (gone > 0) {
                STATE.getAndAdd(WaitGroupState.this, -gone * ONE_WAITER);
            }
            unlock();
        }

        @Override
        public boolean withdraw(Fiber f) {
            lock();
            boolean there = f.element() == queue && queue.remove(f); // I4
            if (there) {
                STATE.getAndAdd(WaitGroupState.this, -ONE_WAITER);
            }
            unlock();
            return there;
        }

        @Override
        public Object resumed(Fiber f) {
            f.element(null);
            if (state != 0) {
                throw misuse("WaitGroup is reused before previous Wait has returned");
            }
            return Unit.UNIT;
        }

        @Override
        public void abort() {
            STATE.getAndAdd(WaitGroupState.this, -ONE_WAITER);
            unlock();
        }

        @Override
        public String waitReason() {
            return "sync.WaitGroup.Wait";
        }

        @Override
        public Object waitsOn() {
            return shown;
        }

        @Override
        public OpKind kind() {
            return OpKind.GROUP_WAIT;
        }

        @Override
        public OpKind resumption() {
            return OpKind.GROUP_RETURN;
        }

        @Override
        public Object subject() {
            return shown;
        }
    }

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(WaitGroupState.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
