package io.gondola.sync;

import io.gondola.dsl.Operation;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.FiberProgram;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import io.gondola.scheduler.SpinLock;
import io.gondola.scheduler.WaitQueue;
import io.gondola.scheduler.Waiter;
import io.gondola.sync.step.Step;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The state of a {@link Semaphore}.
 *
 * @go golang.org/x/sync/semaphore/semaphore.go
 */
final class SemaphoreState extends SpinLock {
    /*
     * Algorithm. Go's: a count and a FIFO queue. The goroutine that makes permits free gives them to the first in the
     * queue, and on to the next as long as they suffice; it stops at the first for whom they do not.
     *
     * Invariants
     *   I1  All fields are guarded by the lock; no user code runs under it.
     *   I2  The first in the queue asks for more than is free.
     *   I3  A waiter's element is its Claim while it is queued, and null once it has been given its permits.
     *   I4  A waiter whose program has ended is in nobody's way: it is passed over, and the thread that ends the
     *       program serves those behind it. One that was given its permits, but never runs again since its program ends
     *       just then, is dropped by the scheduler, and gives them back.
     *   I5  Nobody is queued that asks for more than `size`.
     */
    private final Object shown;
    private final long size;
    private final String waitReason;
    private long held;
    private final WaitQueue queue = new WaitQueue();

    /** What a waiter asks for. */
    interface Claim {
        long permits();
    }

    /** {@code shown} is what reports say that a waiter waits on, {@code waitReason} why. */
    SemaphoreState(Object shown, long size, String waitReason) {
        this.shown = shown;
        this.size = size;
        this.waitReason = waitReason;
    }

    /** How many permits are held at this moment. */
    long held() {
        lock();
        long n = held;
        unlock();
        return n;
    }

    boolean acquireIfFree(long n) {
        lock();
        boolean free = takeIfFree(n);
        unlock();
        return free;
    }

    private boolean takeIfFree(long n) {
        boolean free = size - held >= n && queue.peekLive() == null;
        if (free) {
            held += n;
        }
        return free;
    }

    void release(long n) {
        lock();
        if (n > held) {
            unlock();
            throw new Panic("semaphore: released more than held");
        }
        held -= n;
        grantAndUnlock();
    }

    /**
     * Before {@code n} permits are released: lets {@code choice} say who gets some, each time that there are enough for
     * the first in the queue, among all for whom there are enough. For the explorer, between two steps.
     */
    @SuppressWarnings("NullAway") // what was looked at is there
    private void chooseServed(long n, IntUnaryOperator choice) {
        Deque<Waiter> chosen = new ArrayDeque<>();
        long free = size - held + n;
        for (Waiter w = queue.peek(); w != null && permits(w) <= free; w = queue.peek()) {
            long enough = free;
            queue.chooseFirst(other -> permits(other) <= enough, choice);
            Waiter next = queue.peek();
            queue.remove(next);
            chosen.push(next);
            free -= permits(next);
        }
        chosen.forEach(queue::addFirst); // the first one chosen last, so that it is the first
    }

    @SuppressWarnings("NullAway") // who waits here has a claim
    private static long permits(Waiter w) {
        return ((Claim) w.element()).permits();
    }

    /** Gives what is free to the first in the queue. The lock is held, and is released. */
    private void grantAndUnlock() {
        WaitQueue granted = null;
        try {
            for (Waiter w = queue.peekLive(); w != null; w = queue.peekLive()) {
                long n = permits(w);
                if (n > size - held) {
                    break;
                }
                if (granted == null) {
                    granted = new WaitQueue(); // first of all: there may be no memory
                }
                held += n;
                queue.remove(w);
                if (w instanceof Request request) {
                    request.holds = true;
                } else {
                    w.element(null);
                }
                granted.add(w);
            }
        } finally {
            unlock();
        }
        WaitQueues.wakeAll(granted);
    }

    /** Takes those out whose programs have ended, and serves those behind them. */
    private void passOn() {
        lock();
        grantAndUnlock();
    }

    /** Acquires {@code n} permits and returns null, or queues for them. */
    @Nullable
    Request request(Fiber f, long n) {
        if (acquireIfFree(n)) {
            return null;
        }
        Request request = new Request(this, f, n);
        lock();
        if (takeIfFree(n)) {
            unlock();
            return null;
        }
        if (n <= size) {
            queue.addWhereSomeAreGone(request);
        }
        unlock();
        request.watch();
        return request;
    }

    /** Gives back what {@code request} got, or takes it out of the queue. Does nothing the second time. */
    void withdraw(Request request) {
        lock();
        if (request.holds) {
            request.holds = false;
            held -= request.permits();
        } else {
            queue.remove(request);
        }
        grantAndUnlock();
    }

    /** Gives permits back. */
    final class Release extends Step<Unit> {
        private final long n;

        Release(long n) {
            super(OpKind.SEMAPHORE, shown, f -> {
                release(n);
                return Unit.UNIT;
            });
            this.n = n;
        }

        @Override
        public void chooseServed(IntUnaryOperator choice) {
            SemaphoreState.this.chooseServed(n, choice);
        }
    }

    /** Acquires permits in a goroutine that waits for nothing else. */
    final class Acquire extends Operation<Unit> implements Claim, Visible {
        private final long n;

        Acquire(long n) {
            this.n = n;
        }

        @Override
        public long permits() {
            return n;
        }

        @Override
        public Object exec(Fiber f) {
            if (!f.step(this)) {
                return f.yieldThen(this);
            }
            lock();
            if (!takeIfFree(n)) {
                return f.park(this);
            }
            unlock();
            return Unit.UNIT;
        }

        @Override
        public void commit(Fiber f) {
            FiberProgram program = f.program();
            f.element(this);
            if (n <= size) {
                queue.addWhereSomeAreGone(f);
            }
            unlock();
            if (program.endedInLine()) {
                passOn(f);
            }
        }

        @Override
        public void passOn(Fiber ignored) {
            SemaphoreState.this.passOn();
        }

        @Override
        public void dropped(Fiber f) {
            release(n); // it was given them
        }

        @Override
        public boolean withdraw(Fiber f) {
            lock();
            boolean there = f.element() == this;
            if (there) {
                queue.remove(f); // if it asked for more than there are it is in no queue
            }
            grantAndUnlock();
            return there;
        }

        @Override
        public Object resumed(Fiber f) {
            f.element(null);
            return Unit.UNIT;
        }

        @Override
        public void abort() {
            unlock();
        }

        @Override
        public String waitReason() {
            return waitReason;
        }

        @Override
        public Object waitsOn() {
            return shown;
        }

        @Override
        public OpKind kind() {
            return OpKind.SEMAPHORE;
        }

        @Override
        public Object subject() {
            return shown;
        }
    }
}
