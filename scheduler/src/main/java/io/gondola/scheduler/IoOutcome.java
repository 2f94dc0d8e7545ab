package io.gondola.scheduler;

/** How a goroutine's wait for input or output ended. */
public enum IoOutcome {
    /** The channel is ready, or the operation will fail at once: the one that waited tries it and sees. */
    READY,
    /** The deadline has passed. */
    TIMED_OUT,
    /** {@link IoWait#cancel} was called. */
    CANCELLED,
    /** The channel was closed, before the wait or during it. */
    CLOSED
}
