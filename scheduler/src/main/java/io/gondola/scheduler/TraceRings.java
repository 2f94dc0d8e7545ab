package io.gondola.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/** Events on their way from the threads that run goroutines to the one that writes the trace. */
final class TraceRings {
    /*
     * Each processor has a ring with one producer: the machine that owns it. Who owns a processor sees all that its
     * former owner wrote, so the ring's single producer may be one thread after another. Everybody else (the poller,
     * sysmon, outside threads, a machine in blocking code) shares a ring with many producers.
     *
     * A full ring drops the event and counts it: tracing slows goroutines down, but never makes them wait for a disk.
     */
    private static final int CAPACITY = 1 << 15;
    private static final int OTHERS_CAPACITY = 1 << 14;

    private final Scheduler scheduler;
    private final AtomicReferenceArray<Ring> rings = new AtomicReferenceArray<>(Scheduler.MAX_PROCS);
    private final MpscVarHandleArrayQueue<TraceEvent> others = new MpscVarHandleArrayQueue<>(OTHERS_CAPACITY);
    private final AtomicLong othersDropped = new AtomicLong();

    TraceRings(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    private static final class Ring {
        final SpscVarHandleArrayQueue<TraceEvent> events = new SpscVarHandleArrayQueue<>(CAPACITY);

        /** Written by the producer only. */
        volatile long dropped;

        @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
        void add(TraceEvent e) {
            if (!events.offer(e)) {
                dropped++;
            }
        }
    }

    void add(TraceEvent e) {
        Machine m = Machine.current();
        if (m != null && m.scheduler == scheduler && m.p != null) {
            ring(m.p.id).add(e);
        } else if (!others.offer(e)) {
            othersDropped.incrementAndGet();
        }
    }

    /** The owner of processor {@code id} only. */
    private Ring ring(int id) {
        Ring ring = rings.getPlain(id);
        if (ring == null) {
            ring = new Ring();
            rings.setRelease(id, ring);
        }
        return ring;
    }

    /** One thread at a time: takes what is there. */
    List<TraceEvent> drain() {
        List<TraceEvent> taken = new ArrayList<>();
        for (int i = 0; i < rings.length(); i++) {
            Ring ring = rings.getAcquire(i);
            if (ring != null) {
                ring.events.drain(taken::add, CAPACITY);
            }
        }
        others.drain(taken::add, OTHERS_CAPACITY);
        return taken;
    }

    /** How many events found no room. */
    long dropped() {
        long sum = othersDropped.get();
        for (int i = 0; i < rings.length(); i++) {
            Ring ring = rings.getAcquire(i);
            sum += ring == null ? 0 : ring.dropped;
        }
        return sum;
    }
}
