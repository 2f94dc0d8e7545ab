package io.gondola.pipeline;

import io.gondola.dsl.Unit;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.scheduler.SpinLock;
import io.gondola.scheduler.WaitQueue;
import io.gondola.scheduler.Waiter;
import java.util.ArrayDeque;
import java.util.Deque;

/** The elements of {@code parallelByKey} that the dispatcher has handed out and that are not emitted yet, by their keys. */
final class Lanes extends SpinLock {
    /*
     * Invariants
     *   I1  All fields, and those of the lanes, are guarded by the lock, under which no user code runs: the dispatcher finds the lane
     *       of a key before.
     *   I2  `held` counts the elements that were handed out and not emitted; at most `n`.
     *   I3  A lane is in `ready` if and only if it has elements and no worker has one of them.
     *   I4  If a worker waits, `ready` is empty; if the dispatcher waits, `held` is `n`.
     */
    private final String name;
    private final int n;
    private final Deque<Lane> ready = new ArrayDeque<>();
    private final WaitQueue workers = new WaitQueue();
    private final WaitQueue dispatcher = new WaitQueue();
    private int held;
    private boolean closed;

    Lanes(String name, int n) {
        this.name = name;
        this.n = n;
    }

    /** The elements of one key. */
    static final class Lane {
        private final Deque<Object> elements = new ArrayDeque<>();
        private boolean busy;

        private boolean isIdle() {
            return !busy && elements.isEmpty();
        }
    }

    /** An element that a worker has; it gives the lane back when the result is emitted. */
    record Held(Lane lane, Object x) {}

    boolean isIdle(Lane lane) {
        lock();
        boolean idle = lane.isIdle();
        unlock();
        return idle;
    }

    boolean hasWaitingWorker() {
        lock();
        boolean any = !workers.isEmpty();
        unlock();
        return any;
    }

    /** The lock is held. Hands {@code lane} to a waiting worker, whom the caller wakes; or else queues it. */
    private Waiter offer(Lane lane) {
        Waiter worker = workers.take();
        if (worker == null) {
            ready.add(lane);
        } else {
            worker.element(take(lane));
        }
        return worker;
    }

    private static Held take(Lane lane) {
        lane.busy = true;
        return new Held(lane, lane.elements.poll());
    }

    private Waiter add(Lane lane, Object x) {
        held++;
        lane.elements.add(x);
        return lane.busy || lane.elements.size() > 1 ? null : offer(lane);
    }

    private static void wake(Waiter w) {
        if (w != null) {
            w.wake();
        }
    }

    /** No more elements come: workers end when they find none. Wakes those that wait. */
    void close() {
        lock();
        closed = true;
        Waiter woken = null;
        for (Waiter w = workers.take(); w != null; w = workers.take()) {
            w.element(ChannelCore.CLOSED);
            woken = WaitQueue.stack(w, woken);
        }
        unlock();
        while (woken != null) {
            Waiter next = WaitQueue.unstack(woken);
            woken.wake();
            woken = next;
        }
    }

    /** Hands out an element, once less than n are held. The dispatcher's. */
    final class Hand extends SharedStep.Locking {
        private final Lane lane;
        private final Object x;

        Hand(Lane lane, Object x) {
            super(Lanes.this);
            this.lane = lane;
            this.x = x;
        }

        @Override
        public Object exec(Fiber f) {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            lock();
            if (held == n) {
                return f.park(this);
            }
            Waiter worker = add(lane, x);
            unlock();
            wake(worker);
            return Unit.UNIT;
        }

        @Override
        public void commit(Fiber f) {
            f.element(this);
            dispatcher.add(f);
            unlock();
        }

        @Override
        public boolean withdraw(Fiber f) {
            lock();
            boolean there = dispatcher.remove(f);
            unlock();
            return there;
        }

        @Override
        public Object resumed(Fiber f) {
            f.element(null);
            return Unit.UNIT;
        }

        @Override
        public String waitReason() {
            return "pipeline full";
        }
    }

    /** Takes an element whose key no other worker has. A worker's. */
    final class Fetch extends SharedStep.Locking {
        Fetch() {
            super(Lanes.this);
        }

        @Override
        public Object exec(Fiber f) {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            lock();
            Lane lane = ready.poll();
            if (lane == null && !closed) {
                return f.park(this);
            }
            Object v = lane == null ? ChannelCore.CLOSED : take(lane);
            unlock();
            return v;
        }

        @Override
        public void commit(Fiber f) {
            workers.add(f);
            unlock();
        }

        @Override
        public boolean withdraw(Fiber f) {
            lock();
            boolean there = workers.remove(f);
            unlock();
            return there;
        }

        @Override
        public Object resumed(Fiber f) {
            return f.takeElement();
        }

        @Override
        public String waitReason() {
            return "pipeline empty";
        }
    }

    /** Tells that the result of an element was emitted. A worker's. */
    final class Release extends SharedStep.Locking {
        private final Lane lane;

        Release(Lane lane) {
            super(Lanes.this);
            this.lane = lane;
        }

        @Override
        public Object exec(Fiber f) {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            lock();
            held--;
            lane.busy = false;
            Waiter worker = lane.elements.isEmpty() ? null : offer(lane);
            Waiter d = dispatcher.take();
            Waiter second = null;
            if (d != null) {
                Hand hand = (Hand) d.takeElement();
                second = add(hand.lane, hand.x);
                d.element(hand);
            }
            unlock();
            wake(worker);
            wake(second);
            wake(d);
            return Unit.UNIT;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
