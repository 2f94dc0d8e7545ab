package io.gondola.scheduler.trace;

/** What an event tells. Beside its time, goroutine and lane an event has two numbers, {@code a} and {@code b}. */
public enum EventKind {
    /** A goroutine was made: {@code a} is its name, {@code b} the place that started it. */
    CREATED,

    /** It begins to run, or runs again after blocking code: {@code a} is its name. */
    STARTED,

    /** It stops running: {@code a} is the reason, {@code b} what it waits on. */
    LEFT,

    /** Its time slice is over. */
    PREEMPTED,

    /**
     * It has what it waited for. If {@code a} is {@link #BY_GOROUTINE}, {@code b} is the number of the goroutine of the
     * same program that saw to it.
     */
    READIED,

    /** The lane took {@code b} goroutines from the processor {@code a}. */
    STOLEN,

    /** The lane was given to another thread. */
    HANDED_OFF,

    /** {@code b} goroutines were readied by the poller. */
    POLLED,

    /** It holds its processor in plain Java code, at the place {@code a}. */
    LONG_STEP,

    /** So many as {@code b} goroutines are queued at the lane, a processor, or {@link Lanes#GLOBAL}. */
    QUEUED,

    /** In place of a goroutine stand the bytes in use. */
    HEAP,

    /** In place of a goroutine stands how long it took, in nanoseconds; {@code a} is the collector's name. */
    COLLECTED,

    /** Nothing was written down for so many nanoseconds, which stand in place of a goroutine. */
    GAP;

    /** See {@link #READIED}. */
    public static final int BY_GOROUTINE = 1;

    private static final EventKind[] ALL = values();

    /** As a number, which the page's script knows: {@code KIND} in {@code data.js}. */
    @SuppressWarnings("EnumOrdinal")
    int number() {
        return ordinal();
    }

    static EventKind of(int number) {
        return ALL[number];
    }
}
