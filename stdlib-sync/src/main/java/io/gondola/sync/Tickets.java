package io.gondola.sync;

import io.gondola.dsl.Operation;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import io.gondola.scheduler.SpinLock;
import java.util.function.IntUnaryOperator;

/**
 * The waiters of a {@link Cond}, in the order in which they came.
 *
 * @go runtime/sema.go, {@code notifyList}
 */
final class Tickets extends SpinLock {
    /*
     * Algorithm. A goroutine takes a ticket while it holds the user's lock, unlocks that, and waits with its ticket. A
     * notification goes to the oldest ticket, whether its goroutine waits already or is still on the way; so none is lost
     * between unlock and wait, and none reaches a goroutine that took its ticket later.
     *
     * Invariants
     *   I1  All fields, those of the tickets too, are guarded by the spin lock.
     *   I2  The list from `first` on holds the tickets that have not been notified, oldest first.
     *   I3  A ticket whose wait is given up leaves the list, as if it had never been taken; once it was notified it is too late.
     *   I4  Who notifies a ticket whose waiter is known wakes it, after the lock was released; a goroutine that comes with a
     *       ticket that was notified does not wait.
     */
    private final Object shown;
    private Ticket first;
    private Ticket last;

    Tickets(Object shown) {
        this.shown = shown;
    }

    Ticket take() {
        Ticket t = new Ticket();
        lock();
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
        Ticket chosen = first;
        for (int i = choice.applyAsInt(n); i > 0; i--) {
            chosen = chosen.next;
        }
        if (chosen != first) {
            unlink(chosen);
            chosen.previous = null;
            chosen.next = first;
            first.previous = chosen;
            first = chosen;
        }
    }

    void notifyFirst() {
        lock();
        Ticket t = first;
        if (t == null) {
            unlock();
            return;
        }
        unlink(t);
        Fiber waiter = t.notified();
        unlock();
        if (waiter != null) {
            waiter.wake();
        }
    }

    void notifyAllTaken() {
        lock();
        Ticket all = first;
        first = null;
        last = null;
        for (Ticket t = all; t != null; t = t.next) {
            t.notified();
        }
        unlock();
        for (Ticket t = all; t != null; t = t.next) {
            if (t.waiter != null) { // not written any more: it was notified
                t.waiter.wake();
            }
        }
    }

    /** The wait of one goroutine. */
    final class Ticket extends Operation<Unit> implements Visible {
        private Ticket next;
        private Ticket previous;
        private Fiber waiter;
        private boolean notified;

        /** Returns the goroutine to be woken; null if it has not come yet. */
        @CanIgnoreReturnValue
        private Fiber notified() {
            notified = true;
            return waiter;
        }

        @Override
        public Object exec(Fiber f) {
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
        public void commit(Fiber f) {
            waiter = f;
            unlock();
        }

        @Override
        public boolean withdraw(Fiber f) {
            lock();
            boolean there = !notified;
            if (there) {
                unlink(this);
            }
            unlock();
            return there;
        }

        @Override
        public Object resumed(Fiber f) {
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
