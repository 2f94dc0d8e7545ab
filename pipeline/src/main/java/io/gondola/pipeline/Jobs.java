package io.gondola.pipeline;

import org.jspecify.annotations.Nullable;

/** The jobs that no worker has taken yet. */
interface Jobs {
    /** Adds one. The dispatcher's. */
    void add(Job job);

    /**
     * Takes one for a worker that is done with {@code done}, or has had none if that is null. Null if there is none for
     * now.
     */
    @Nullable
    Job poll(@Nullable Job done);

    /** Whether there is one to take. Any thread. */
    boolean isAny();
}
