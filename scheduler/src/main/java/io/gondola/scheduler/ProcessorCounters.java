package io.gondola.scheduler;

/**
 * Counters of one processor since the scheduler's start, but for {@code running}, {@code queued} and {@code timers},
 * which are of this moment.
 *
 * <p>Only the machine that owns the processor counts, without any synchronisation; who reads may be a little late.
 *
 * @param id the processor's number, from 0
 * @param running whether a machine owns it at this moment
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
public record ProcessorCounters(
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
    static ProcessorCounters of(Processor p) {
        return new ProcessorCounters(
                p.id,
                p.status() == Processor.RUNNING,
                p.queued(),
                p.timers.size(),
                Integer.toUnsignedLong(p.switches()),
                p.spawned,
                p.ended,
                p.readied,
                p.steals,
                p.stolen,
                p.preemptions,
                Integer.toUnsignedLong(p.syscallTick));
    }
}
