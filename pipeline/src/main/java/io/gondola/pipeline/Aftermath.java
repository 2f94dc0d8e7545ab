package io.gondola.pipeline;

/**
 * What becomes of elements of {@link Pipeline#usingAftermath} after the last one of them was pulled, while their
 * resource is being released. Any thread may ask.
 */
public interface Aftermath {
    /**
     * How the elements have ended, as of now. A release that waits for those who work on the elements must ask again:
     * {@link Ending#COMPLETED} becomes {@link Ending#ABANDONED} when the pipeline fails, or is cancelled.
     */
    Ending ending();

    /**
     * Whether goroutines below may still work on elements, or hold some. If not, all elements have come to the end of
     * the pipeline, but for those that a stage in the same goroutine has kept back, as {@code batch} does.
     */
    boolean isHandedOn();
}
