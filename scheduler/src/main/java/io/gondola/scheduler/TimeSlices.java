package io.gondola.scheduler;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * For how long a goroutine runs while others wait: asked after each budget of steps.
 *
 * @go runtime/proc.go, {@code forcePreemptNS}, {@code preemptone}
 */
final class TimeSlices {
    /*
     * If all processors are busy, a goroutine that goes on gives way after a millisecond, if what it readied itself
     * waits in runNext, or something has arrived in the global queue. Go lets both wait for the end of a time slice. It
     * gives way within its slice, and goes on when the other one parks: it waits in runNext meanwhile. So it costs
     * nobody a part of a slice that others are waited for. See Machine, "Time slices".
     */
    static final int BUDGET = 256;

    private static final long PATIENCE_NANOS = 1_000_000;

    private final ProcessorPool pool;
    private final GlobalRunQueue global;
    private final Waker waker;
    private final Observation observation;
    private final AtomicBoolean closed;

    TimeSlices(Queues queues, Waker waker, Observation observation, AtomicBoolean closed) {
        this.pool = queues.pool();
        this.global = queues.global();
        this.waker = waker;
        this.observation = observation;
        this.closed = closed;
    }

    /** For the goroutine that runs on {@code m}: how many more steps it may make; 0 if it must yield now. */
    int nextBudget(Machine m) {
        Processor p = m.p;
        if (closed.getOpaque() || m.running().program().ended() || p.id >= pool.maxProcs()) {
            return 0;
        }
        boolean arrived = global.hasArrived();
        boolean othersWait = p.hasWork() || !global.isEmpty();
        long now = othersWait ? System.nanoTime() : 0;
        boolean impatient = p.isWaitedFor(arrived || p.hasNext(), PATIENCE_NANOS, now);
        if (othersWait && p.sliceIsOver(now)) {
            p.preempt = true;
        }
        if (p.preempt || impatient) {
            if (othersWait) {
                p.givesWay = impatient ? toWhom(p, arrived) : Processor.GiveWay.NOT;
                p.preemptions++;
                Observer o = Observation.of(observation);
                if (o != null) {
                    o.preempted(p.id, m.running());
                }
                return 0;
            }
            p.preempt = false; // nobody waits: a request that stood would be taken for a long step
        }
        if (p.hasWork() && pool.anyIdle()) {
            share(p);
        }
        return BUDGET;
    }

    /**
     * Asked after each budget while a processor is idle: if the same goroutine has been asked before, it goes on for so
     * long that what waits behind it should not. It moves one of them to where others look. One that has filled a
     * channel, say, mostly ends its budget a moment before it parks.
     */
    private void share(Processor p) {
        int switches = p.switches();
        if (p.sharedSwitches != switches) {
            p.sharedSwitches = switches;
            return;
        }
        Goroutine waiting = p.takeNext();
        if (waiting == null) {
            waiting = p.queue.poll();
        }
        if (waiting != null) {
            waker.inject(waiting);
        }
    }

    /** In turn, if both wait. */
    private static Processor.GiveWay toWhom(Processor p, boolean arrived) {
        if (arrived && (p.tick != p.arrivedTick || !p.hasNext())) {
            p.askFor(Processor.LOOK_AT_ARRIVED);
            return Processor.GiveWay.TO_ARRIVED;
        }
        return Processor.GiveWay.TO_NEXT;
    }
}
