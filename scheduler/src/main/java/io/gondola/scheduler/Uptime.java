package io.gondola.scheduler;

/** The clock of a scheduler with real threads: what its deadlines count from is when it was made. */
final class Uptime {
    private final long origin = System.nanoTime();

    /** Never negative. */
    long nanos() {
        return System.nanoTime() - origin;
    }
}
