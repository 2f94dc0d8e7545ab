package io.gondola.testkit.trace;

import org.jspecify.annotations.Nullable;

/**
 * Two accesses that nothing orders, or an access and the end of the test.
 *
 * @param variable the name of what they access
 * @param first the one that came first in this run; null if it is the end of the test
 * @param second the other one; null if it is the end of the test
 * @param consequence what it led to in this run, such as a panic; empty if nothing
 */
public record RacePair(
        String variable, @Nullable Access first, @Nullable Access second, String consequence) {}
