package io.gondola.sync;

import io.gondola.dsl.Operation;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import io.gondola.scheduler.SpinLock;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The waiters of a {@link Cond}, in the order in which they came.
 *
 * @go runtime/sema.go, {@code notifyList}
 */
final class Tickets extends SpinLock {
    /*
     * Algorithm. A goroutine takes a ticket while it holds the user's lock, unlocks that, and waits with its ticket. A
     * notification goes to the oldest ticket, whether its goroutine waits already or is still on the way; so none is
     * lost between unlock and wait, and none reaches a goroutine that took its ticket later.
     *
     * Invariants
     *   I1  All fields, those of the tickets too, are guarded by the spin lock.
     *   I2  The list from `first` on holds the tickets that have not been notified, oldest first.
     *   I3  A ticket whose wait is given up leaves the list, as if it had never been taken; once it was notified it is
     *       too late.
     *   I4  A ticket whose program has ended is passed over. One that was notified, but whose goroutine never runs
     *       again since its program ends just then, is dropped by the scheduler, and passes the notification on, unless
     *       that was for all. Such tickets go when as many were taken as were left the last time: see WaitQueue.
     *   I5  Who notifies a ticket whose waiter is known wakes it, after the lock was released; a goroutine that comes
     *       with a ticket that was notified does not wait.
     */
    private static final int MIN_TICKETS = 32;

    private final Object shown;
    private @Nullable Ticket first;
    private @Nullable Ticket last;
    private int untilSweep = MIN_TICKETS;

    Tickets(Object shown) {
        this.shown = shown;
    }

    Ticket take(Fiber f) {
        Ticket t = new Ticket(f);
        lock();
        if (--untilSweep < 0) {
            dropGone();
        }
        if (last == null) {
            first = t;
        } else {
            last.next = t;
            t.previous = last;
        }
        last = t;
        unlock();
        return t;
    }

    private void dropGone() {
        int left = 0;
        Ticket t = first;
        while (t != null) {
            Ticket after = t.next;
            if (t.f.isGone()) {
                dropGone(t);
            } else {
                left++;
            }
            t = after;
        }
        untilSweep = Math.max(MIN_TICKETS, left);
    }

    /** It counts as notified, so that a thread that gives up its wait finds it in the list no more. */
    private void dropGone(Ticket t) {
        unlink(t);
        t.notified = true;
    }

    /** Takes out a ticket that is in the list. The lock is held. */
    private void unlink(Ticket t) {
        if (t.previous == null) {
            first = t.next;
        } else {
            t.previous.next = t.next;
        }
        if (t.next == null) {
            last = t.previous;
        } else {
            t.next.previous = t.previous;
        }
        t.next = null;
        t.previous = null;
    }

    /** Lets {@code choice} say, if there are several tickets, which one is notified next. */
    void chooseFirst(IntUnaryOperator choice) {
        int n = 0;
        for (Ticket t = first; t != null; t = t.next) {
            n++;
        }
        if (n < 2) {
            return;
        }
        Ticket oldest = first;
        Ticket chosen = oldest;
        for (int i = choice.applyAsInt(n); i > 0 && chosen != null; i--) {
            chosen = chosen.next;
        }
        if (oldest != null && chosen != null && chosen != oldest) {
            unlink(chosen);
            chosen.next = oldest;
            oldest.previous = chosen;
            first = chosen;
        }
    }

    void notifyFirst() {
        lock();
        Ticket t = first;
        while (t != null && t.f.isGone()) {
            dropGone(t);
            t = first;
        }
        if (t == null) {
            unlock();
            return;
        }
        unlink(t);
        t.alone = true;
        t.notified = true;
        boolean waits = t.waits;
        unlock();
        if (waits) {
            t.f.wake();
        }
    }

    void notifyAllTaken() {
        lock();
        Ticket all = first;
        first = null;
        last = null;
        for (Ticket t = all; t != null; t = t.next) {
            t.notified = true;
        }
        unlock();
        for (Ticket t = all; t != null; t = t.next) {
            if (t.waits) { // not written any more: it was notified
                t.f.wake();
            }
        }
    }

    /** The wait of one goroutine. */
    final class Ticket extends Operation<Unit> implements Visible {
        private final Fiber f;
        private @Nullable Ticket next;
        private @Nullable Ticket previous;

        /** Whether its goroutine has come, and waits. */
        private boolean waits;

        private boolean notified;

        /** Whether it was notified in place of all others. */
        private boolean alone;

        private Ticket(Fiber f) {
            this.f = f;
        }

        @Override
        public Object exec(Fiber ignored) {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            lock();
            if (!notified) {
                return f.park(this);
            }
            unlock();
            return Unit.UNIT;
        }

        @Override
        public void commit(Fiber ignored) {
            waits = true;
            unlock();
        }

        @Override
        public void dropped(Fiber ignored) {
            if (alone) {
                notifyFirst();
            }
        }

        /** It has not come to wait; it may have been notified on the way. */
        @Override
        public void droppedBefore(Fiber ignored) {
            dropped(ignored);
        }

        @Override
        public boolean withdraw(Fiber ignored) {
            lock();
            boolean there = !notified;
            if (there) {
                unlink(this);
            }
            unlock();
            return there;
        }

        @Override
        public Object resumed(Fiber ignored) {
            return Unit.UNIT;
        }

        @Override
        public void abort() {
            unlock();
        }

        @Override
        public String waitReason() {
            return "sync.Cond.Wait";
        }

        @Override
        public Object waitsOn() {
            return shown;
        }

        @Override
        public boolean mayReturnSpuriously() {
            return !notified;
        }

        @Override
        public OpKind kind() {
            return OpKind.COND_WAIT;
        }

        @Override
        public Object subject() {
            return shown;
        }
    }
}
