package io.gondola.scheduler;

import java.util.ArrayList;
import java.util.List;

/**
 * Counters of a scheduler since its start, but for {@code goroutines}, {@code queued}, {@code machines} and
 * {@code maxProcs}, which are of this moment.
 *
 * @param goroutines goroutines that have started and not ended
 * @param spawned goroutines started
 * @param parked how often a goroutine was made to wait and then readied
 * @param steals how often a processor took goroutines from another one
 * @param stolen how many goroutines these were
 * @param handoffs how often a processor was given on because its goroutine blocked its thread
 * @param polls how often channels readied goroutines, or the poller thread did
 * @param preemptions how often a goroutine yielded because its time slice was over
 * @param longSteps how often a goroutine held its processor in Java code for longer than is monitored
 * @param queued goroutines in the queue that belongs to no processor
 * @param machines threads that run goroutines, idle ones among them
 * @param maxProcs the number of goroutines that may run at once
 * @param processors the counters of each processor, also of those that {@code maxProcs} no longer allows
 */
public record SchedulerStats(
        long goroutines,
        long spawned,
        long parked,
        long steals,
        long stolen,
        long handoffs,
        long polls,
        long preemptions,
        long longSteps,
        int queued,
        int machines,
        int maxProcs,
        List<ProcessorCounters> processors) {
    static SchedulerStats of(WorkStealingScheduler scheduler) {
        long goroutines = scheduler.deadlocks.programs().stream()
                .mapToLong(Program::countGoroutines)
                .sum();
        long spawned = scheduler.outsideSpawned.get();
        long parked = scheduler.outsideReadied.get();
        long steals = 0;
        long stolen = 0;
        long preemptions = 0;
        List<ProcessorCounters> processors = new ArrayList<>();
        for (Processor p : scheduler.pool.processors()) {
            ProcessorCounters stats = ProcessorCounters.of(p);
            processors.add(stats);
            spawned += stats.spawned();
            parked += stats.parked();
            steals += stats.steals();
            stolen += stats.stolen();
            preemptions += stats.preemptions();
        }
        return new SchedulerStats(
                goroutines,
                spawned,
                parked,
                steals,
                stolen,
                scheduler.waker.handoffs(),
                scheduler.timers.poller().polls(),
                preemptions,
                scheduler.sysmon.longSteps.count(),
                scheduler.global.size(),
                scheduler.pool.machines().size(),
                scheduler.pool.configuredProcs(),
                List.copyOf(processors));
    }
}
