package io.gondola.testkit.suspect;

import io.gondola.testkit.run.Event;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.strategy.Steered;
import io.gondola.testkit.strategy.Steered.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What could have gone wrong in runs that went well, as rules for runs in which it does: for a {@link Steered} run
 * each. They are guesses, and are never reported as such.
 */
public final class Suspicions {
    /** How many are tried at the most. */
    public static final int MOST = 16;

    private static final int MAX_STEPS = 10_000;

    private Suspicions() {}

    /** The rules for runs such as {@code x} in which {@code first}, a step of it, comes after {@code second}. */
    public static List<Rule> after(Execution x, Event first, Event second) {
        return List.of(new Observed(x).after(first, second));
    }

    /** Of {@code runs}, the same for the same runs: the first one of each kind, then the second ones, and so on. */
    public static List<List<Rule>> of(List<Execution> runs) {
        List<List<List<Rule>>> kinds = new ArrayList<>();
        for (Execution x : runs) {
            if (x.steps() <= MAX_STEPS) {
                Observed run = new Observed(x);
                kinds.add(LockGraph.suspicions(run));
                kinds.add(GroupBalance.suspicions(run));
                kinds.add(Reversals.ofCloses(run));
                kinds.add(Reversals.ofSignals(run));
            }
        }
        Set<Set<Rule>> seen = new HashSet<>();
        List<List<Rule>> all = new ArrayList<>();
        for (int i = 0; i < MOST && all.size() < MOST; i++) {
            for (List<List<Rule>> kind : kinds) {
                if (i < kind.size() && all.size() < MOST && seen.add(new LinkedHashSet<>(kind.get(i)))) {
                    all.add(kind.get(i));
                }
            }
        }
        return all;
    }
}
