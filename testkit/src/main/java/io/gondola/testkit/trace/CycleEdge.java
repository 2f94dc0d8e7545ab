package io.gondola.testkit.trace;

/**
 * One goroutine waits for another one.
 *
 * @param from the index in {@link Trace#lanes} of the one that waits
 * @param object on what
 * @param to the index of the one that it waits for
 */
public record CycleEdge(int from, String object, int to) {}
