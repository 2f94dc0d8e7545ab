package io.gondola.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * One event of a trace.
 *
 * @param time of the scheduler's clock
 * @param lane where it happened: a processor, or a constant of {@link Observer}
 * @param g the goroutine; null for {@code STOLEN}, {@code HANDED_OFF} and {@code POLLED}
 * @param text the wait reason; null if there is none
 * @param on what it waits on; null if nothing is known
 * @param from the victim of a theft
 * @param count how many goroutines were stolen or readied
 */
record TraceEvent(
        EventKind kind,
        long time,
        int lane,
        @Nullable Goroutine g,
        @Nullable String text,
        @Nullable Object on,
        int from,
        int count) {
    /** The goroutine of an event that has one. */
    @SuppressWarnings("NullAway") // all kinds have one that are not about several
    Goroutine goroutine() {
        return g;
    }

    enum EventKind {
        CREATED,
        STARTED,
        LEFT,
        PREEMPTED,
        READIED,
        STOLEN,
        HANDED_OFF,
        POLLED,
        LONG_STEP
    }
}
