package io.gondola.conformance.differential;

import io.gondola.dsl.GoRuntime;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Strategy;
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

    /**
     * What schedules of a program showed.
     *
     * @param exhausted whether every schedule was tried, but for those that differ in the order of independent steps
     *     only
     */
    record Explored(SortedSet<String> outcomes, boolean exhausted) {}

    /** Explores at most {@code n} schedules, and if these are not all, as many random ones. */
    static Explored underSchedules(RandomProgram program, int n) {
        SortedSet<String> outcomes = new TreeSet<>();
        DslProgram[] current = new DslProgram[1];
        boolean exhausted = Explorer.of(() -> {
                    current[0] = new DslProgram(program);
                    return current[0].main();
                })
                .strategy(Strategy.DPOR)
                .schedules(n)
                .visit(ending -> outcomes.add(current[0].outcome(ending)));
        for (int seed = 0; seed < n && !exhausted; seed++) {
            try (GoRuntime runtime = GoRuntime.deterministic(seed)) {
                outcomes.add(DslProgram.outcomeOf(program, runtime));
            }
        }
        return new Explored(outcomes, exhausted);
    }

    @Override
    public void close() {
        for (GoRuntime runtime : runtimes) {
            runtime.close();
        }
    }
}
