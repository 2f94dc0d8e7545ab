package io.gondola.pipeline;

import org.jspecify.annotations.Nullable;

/** Jobs that are done, and whose results wait to be emitted. */
interface Results {
    /** Adds the result of {@code job}. A worker's. */
    void add(Job job, Object result);

    /** Takes the next result; null if there is none for now. The side below. */
    @Nullable
    Object poll();

    /** What {@link #isThere} must know of the side below. */
    Object awaited();

    /** Whether there is a next result. Any thread. */
    boolean isThere(Object awaited);
}
