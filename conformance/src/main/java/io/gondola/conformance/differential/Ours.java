package io.gondola.conformance.differential;

import io.gondola.dsl.GoRuntime;
import java.util.SortedSet;
import java.util.TreeSet;

/** What Gondola makes of a program. */
final class Ours implements AutoCloseable {
    private static final int[] PROCS = {1, 2, 4};
    private static final int RUNS_EACH = 3;

    private final GoRuntime[] runtimes = new GoRuntime[PROCS.length];

    Ours() {
        for (int i = 0; i < PROCS.length; i++) {
            runtimes[i] = GoRuntime.builder().maxProcs(PROCS[i]).build();
        }
    }

    /** The outcomes on 1, 2 and 4 processors. */
    SortedSet<String> onThreads(RandomProgram program) {
        SortedSet<String> outcomes = new TreeSet<>();
        for (GoRuntime runtime : runtimes) {
            for (int i = 0; i < RUNS_EACH; i++) {
                outcomes.add(DslProgram.outcomeOf(program, runtime));
            }
        }
        return outcomes;
    }

    /** The outcomes of {@code n} schedules. */
    static SortedSet<String> underSchedules(RandomProgram program, int n) {
        SortedSet<String> outcomes = new TreeSet<>();
        for (int seed = 0; seed < n; seed++) {
            try (GoRuntime runtime = GoRuntime.deterministic(seed)) {
                outcomes.add(DslProgram.outcomeOf(program, runtime));
            }
        }
        return outcomes;
    }

    @Override
    public void close() {
        for (GoRuntime runtime : runtimes) {
            runtime.close();
        }
    }
}
