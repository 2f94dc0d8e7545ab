package io.gondola.testkit.trace;

import io.gondola.testkit.run.Kind;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that is known of one failed run.
 *
 * @param kind what is wrong
 * @param partial whether other goroutines could still run
 * @param cause the text of the panic or fatal error, or what a livelock repeats; empty if there is none
 * @param lanes the goroutines, in the order of their start
 * @param steps the steps, in the order of execution
 * @param blocked the goroutines that wait for ever
 * @param cycle who waits for whom, if that is a cycle; else empty
 * @param race the two accesses; null if it is no race
 * @param variables the values of the shared variables at the end, as text
 * @param clockNanos the virtual time at the end
 */
public record Trace(
        Kind kind,
        boolean partial,
        String cause,
        List<Lane> lanes,
        List<Step> steps,
        List<Blocked> blocked,
        List<CycleEdge> cycle,
        RacePair race,
        SortedMap<String, String> variables,
        long clockNanos) {
    public Trace {
        lanes = List.copyOf(lanes);
        steps = List.copyOf(steps);
        blocked = List.copyOf(blocked);
        cycle = List.copyOf(cycle);
        variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    }
}
