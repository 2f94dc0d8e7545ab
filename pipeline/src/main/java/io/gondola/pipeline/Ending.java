package io.gondola.pipeline;

/** How the elements of {@link Pipeline#usingCase} ended. */
public enum Ending {
    /** They have ended, or nobody wanted more of them, as below {@code take} in the same goroutine. */
    COMPLETED,

    /** The pipeline has failed or was cancelled, or goroutines below ended what is above their boundary. */
    ABANDONED
}
