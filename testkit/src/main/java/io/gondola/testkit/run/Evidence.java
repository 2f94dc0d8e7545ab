package io.gondola.testkit.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who and what a finding is about.
 *
 * @param waiting the tasks that wait for ever
 * @param cycle those of them that wait for each other, each for the next one; empty if there is no cycle
 * @param object what the two events have in common; null if it is not about two events
 * @param first one of two events that nothing orders; null if there is none, or if it is the end of the test
 * @param second the other one
 * @param consequence what the two led to; empty if nothing
 */
record Evidence(
        List<Task> waiting,
        List<Task> cycle,
        @Nullable Shadow object,
        @Nullable Event first,
        @Nullable Event second,
        String consequence) {
    static final Evidence NONE = new Evidence(List.of(), List.of(), null, null, null, "");

    static Evidence waiting(List<Task> waiting, List<Task> cycle) {
        return new Evidence(List.copyOf(waiting), List.copyOf(cycle), null, null, null, "");
    }

    static Evidence unordered(Shadow object, @Nullable Event a, @Nullable Event b) {
        return new Evidence(List.of(), List.of(), object, a, b, "");
    }

    Evidence hence(String what) {
        return new Evidence(waiting, cycle, object, first, second, what);
    }
}
