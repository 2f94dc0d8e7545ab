package io.gondola.testkit.trace;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one failed run.
 *
 * @param kind what is wrong: {@code DEADLOCK (partial)}
 * @param pastOnly whether what did not happen before the last step is of no interest
 * @param cause what happened, in one line
 * @param lanes the goroutines, in the order of their start
 * @param steps the steps, in the order of execution
 * @param blocked the goroutines that wait for ever
 * @param cycle who waits for whom, if that is a cycle; else empty
 * @param race the two accesses; null if it is no race
 * @param variables the values of the shared variables at the end, as text
 * @param clockNanos the virtual time at the end
 */
public record Trace(
        String kind,
        boolean pastOnly,
        String cause,
        List<Lane> lanes,
        List<Step> steps,
        List<Blocked> blocked,
        List<CycleEdge> cycle,
        @Nullable RacePair race,
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
