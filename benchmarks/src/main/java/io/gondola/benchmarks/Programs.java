package io.gondola.benchmarks;

import io.vavr.collection.List;

/** The workloads as one peer on the JVM writes them. */
interface Programs extends AutoCloseable {
    /** Where the programs on jox are, which are compiled from JDK 21 on. */
    String JOX = "io.gondola.benchmarks.JoxPrograms";

    /** Runs a workload of size {@code n} and waits for its end. {@link Workload#PARKED} is {@link #park} instead. */
    long execute(Workload workload, int n) throws Exception;

    /** The names of the shapes in which a workload is written here, {@link Shape#PUBLISHED} first. */
    default List<String> shapes(Workload workload) {
        return List.of(Shape.PUBLISHED);
    }

    /** Runs a workload in the shape of a {@linkplain #shapes name}. */
    default long execute(Workload workload, String shape, int n) throws Exception {
        return execute(workload, n);
    }

    /**
     * Starts {@code n} goroutines, or what the peer has in their place, each of which calls {@code begun} and then
     * blocks for ever on a receive.
     *
     * @return what must be kept as long as they are to stay
     */
    Object park(int n, Runnable begun) throws Exception;

    /** What is measured, in which version. */
    String version();

    @Override
    void close();
}
