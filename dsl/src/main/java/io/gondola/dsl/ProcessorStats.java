package io.gondola.dsl;

import io.gondola.scheduler.ProcessorCounters;

/**
 * Counters of one processor since the runtime was built, but for {@code running}, {@code queued} and {@code timers},
 * which are of this moment.
 *
 * @param id the processor's number, from 0
 * @param running whether a thread owns it at this moment
 * @param queued goroutines in its run queue, the next one among them
 * @param timers entries in its heap of deadlines
 * @param switches how often it began to run a goroutine
 * @param spawned goroutines started here
 * @param ended goroutines that ended here
 * @param parked how often a goroutine was readied here
 * @param steals how often it took goroutines from another processor
 * @param stolen how many goroutines these were
 * @param preemptions how often a goroutine yielded here because its time slice was over
 * @param blockingCalls how often a goroutine began to run blocking code here
 */
public record ProcessorStats(
        int id,
        boolean running,
        int queued,
        int timers,
        long switches,
        long spawned,
        long ended,
        long parked,
        long steals,
        long stolen,
        long preemptions,
        long blockingCalls) {
    static ProcessorStats of(ProcessorCounters c) {
        return new ProcessorStats(
                c.id(),
                c.running(),
                c.queued(),
                c.timers(),
                c.switches(),
                c.spawned(),
                c.ended(),
                c.parked(),
                c.steals(),
                c.stolen(),
                c.preemptions(),
                c.blockingCalls());
    }
}
