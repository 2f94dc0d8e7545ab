package io.gondola.testkit.trace;

/**
 * Two accesses that nothing orders.
 *
 * @param variable the name of what they access
 * @param first the one that came first in this run
 * @param second the other one
 * @param consequence what it led to in this run, such as a panic; empty if nothing
 * @param swapped whether another schedule was found in which they come in the opposite order
 */
public record RacePair(String variable, Access first, Access second, String consequence, boolean swapped) {}
