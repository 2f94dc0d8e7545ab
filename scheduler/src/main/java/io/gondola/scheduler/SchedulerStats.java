package io.gondola.scheduler;

/**
 * Counters of a scheduler since its start, but for {@code goroutines}, {@code machines} and {@code maxProcs}, which are
 * of this moment.
 *
 * @param goroutines goroutines that have started and not ended
 * @param spawned goroutines started
 * @param parked how often a goroutine was made to wait and then readied
 * @param steals how often a processor took goroutines from another one
 * @param stolen how many goroutines these were
 * @param handoffs how often a processor was given on because its goroutine blocked its thread
 * @param polls how often the poller thread readied something
 * @param preemptions how often a goroutine yielded because its time slice was over
 * @param machines threads that run goroutines, idle ones among them
 * @param maxProcs the number of goroutines that may run at once
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
        int machines,
        int maxProcs) {}
