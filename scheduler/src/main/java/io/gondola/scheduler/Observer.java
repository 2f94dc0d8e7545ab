package io.gondola.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * Gets told what happens to goroutines, on the thread on which it happens: a trace, or Flight Recorder. Never blocks,
 * never throws.
 *
 * <p>A lane is the number of a processor, or one of the constants.
 */
interface Observer {
    int OUTSIDE = -1;
    int SYSMON = -2;
    int POLLER = -3;

    /** {@code g} was made, and is about to be queued. */
    default void created(int lane, Goroutine g) {}

    /** {@code g} begins to run, or runs again after blocking code. */
    default void started(int lane, Goroutine g) {}

    /** {@code g} is about to wait. */
    default void parked(int lane, Goroutine g, String reason, @Nullable Object on) {}

    /** {@code g} is about to run code that may block its thread. */
    default void blocks(int lane, Goroutine g) {}

    /** {@code g} is about to be queued again: it gave way, or was made to. */
    default void yielded(int lane, Goroutine g) {}

    /** The time slice of {@code g} is over, so that it will yield. */
    default void preempted(int lane, Goroutine g) {}

    default void ended(int lane, Goroutine g) {}

    /** {@code g} has what it waited for, and is about to be queued. */
    default void readied(int lane, Goroutine g) {}

    /** The processor {@code lane} took {@code count} goroutines from {@code victim}. */
    default void stolen(int lane, int victim, int count) {}

    /** The processor {@code lane} was given on, since its goroutine blocks its thread. */
    default void handedOff(int lane) {}

    /** The poller, or the processor {@code lane}, looked at the channels and readied {@code count} goroutines. */
    default void polled(int lane, int count) {}

    /** {@code g} has held the processor {@code lane} for {@code nanos}, and does so still. */
    default void longStep(int lane, Goroutine g, long nanos, String place, Thread thread) {}

    /** Both of them. */
    static @Nullable Observer both(@Nullable Observer a, @Nullable Observer b) {
        return a == null ? b : b == null ? a : new Observers(a, b);
    }
}
