package io.gondola.dsl;

import io.gondola.dsl.engine.Meters;
import io.gondola.scheduler.Scheduler;
import io.gondola.scheduler.SchedulerStats;
import io.gondola.scheduler.Sockets;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;

/** The counters of a scheduler at one moment. */
record Snapshot(SchedulerStats counters, long timers, NetworkCounts network, Map<String, Meter> meters)
        implements Stats {
    static Snapshot of(Scheduler scheduler) {
        return new Snapshot(
                scheduler.stats(),
                scheduler.pendingTimers(),
                NetworkCounts.of(scheduler.sockets()),
                TreeMap.ofAll(Meters.read(scheduler)).mapValues(MeterReading::new));
    }

    record NetworkCounts(long listeners, long connections, long readWaits, long writeWaits) {
        static NetworkCounts of(Sockets s) {
            return new NetworkCounts(s.listeners(), s.connections(), s.readWaits(), s.writeWaits());
        }
    }

    @Override
    public long listeners() {
        return network.listeners();
    }

    @Override
    public long connections() {
        return network.connections();
    }

    @Override
    public long readWaits() {
        return network.readWaits();
    }

    @Override
    public long writeWaits() {
        return network.writeWaits();
    }

    @Override
    public long goroutines() {
        return counters.goroutines();
    }

    @Override
    public long spawned() {
        return counters.spawned();
    }

    @Override
    public long parked() {
        return counters.parked();
    }

    @Override
    public long steals() {
        return counters.steals();
    }

    @Override
    public long handoffs() {
        return counters.handoffs();
    }

    @Override
    public long polls() {
        return counters.polls();
    }

    @Override
    public long preemptions() {
        return counters.preemptions();
    }

    @Override
    public long longSteps() {
        return counters.longSteps();
    }

    @Override
    public int queued() {
        return counters.queued();
    }

    @Override
    public int machines() {
        return counters.machines();
    }

    @Override
    public int maxProcs() {
        return counters.maxProcs();
    }

    @Override
    public Seq<ProcessorStats> processors() {
        return Vector.ofAll(counters.processors()).map(ProcessorStats::of);
    }

    @Override
    public String toString() {
        return "goroutines=" + goroutines() + " spawned=" + spawned() + " parked=" + parked() + " steals="
                + steals()
                + " handoffs=" + handoffs() + " polls=" + polls() + " preemptions=" + preemptions() + " longSteps="
                + longSteps() + " timers=" + timers() + " machines=" + machines() + " maxProcs=" + maxProcs();
    }
}
