package io.gondola.pipeline;

import java.util.concurrent.atomic.AtomicLong;

/** What is counted at one place of a pipeline. */
final class Meter {
    private final AtomicLong dropped = new AtomicLong();

    void drop() {
        dropped.incrementAndGet();
    }

    long dropped() {
        return dropped.get();
    }
}
