package io.gondola.testkit.goker;

import io.gondola.dsl.Go;

/**
 * A known concurrency bug as a small program, after its description in the GoKer suite of GoBench ("GoBench: A
 * Benchmark Suite of Real-World Go Concurrency Bugs", CGO 2021). Loops have two or three rounds, sleeps are as long as
 * they must be to matter.
 */
interface Kernel {
    /** The project and the number of the bug's report: {@code etcd#5509}. */
    String id();

    Expected expected();

    /** Makes the program with objects of its own: the one that has the bug, or the one in which it is fixed. */
    Go<?> program(boolean fixed);

    default Go<?> buggy() {
        return program(false);
    }

    default Go<?> fixed() {
        return program(true);
    }
}
