package io.gondola.testkit;

import io.gondola.scheduler.deterministic.SplitMix64;
import io.gondola.testkit.run.Deviations.Deviation;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Finding;
import io.gondola.testkit.run.Settings;
import io.gondola.testkit.strategy.RandomChooser;
import io.gondola.testkit.strategy.Replay;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** One exploration under way. */
final class Search {
    private final Exploration settings;
    private final long begin = System.nanoTime();
    private final Map<Long, Integer> traces = new HashMap<>();
    private final TreeSet<String> reached = new TreeSet<>();
    private int schedules;
    private long steps;

    Search(Exploration settings) {
        this.settings = settings;
    }

    Report run() {
        Settings s = settings.settings();
        while (schedules < settings.schedules) {
            long seed = SplitMix64.mix(settings.seed + 0x9E3779B97F4A7C15L * (schedules + 1));
            Execution x = settings.execute(new RandomChooser(seed), s);
            count(x);
            if (x.finding() != null) {
                return report(
                        Verdict.FAILED,
                        failure(
                                x.deviations().list(),
                                s,
                                "run " + schedules + " of " + settings.schedules + ", strategy " + settings.strategy
                                        + ", seed " + settings.seed),
                        null);
            }
        }
        return report(Verdict.PASSED, null, null);
    }

    private void count(Execution x) {
        schedules++;
        steps += x.steps();
        traces.merge(x.traceHash(), 1, Integer::sum);
        reached.addAll(x.reachedLabels());
    }

    Report replay(Token token) {
        Settings s =
                settings.settings().withClock(token.clock(), token.jitterSeed()).withDetails();
        Replay replay = new Replay(token.deviations());
        Execution x = settings.execute(replay, s);
        count(x);
        String divergence = replay.divergence();
        if (divergence == null && (x.steps() != token.steps() || (int) x.digest() != token.digest())) {
            divergence =
                    "diverged at step " + Math.min(x.steps(), token.steps()) + ": expected a run of " + token.steps()
                            + " steps with digest " + Integer.toHexString(token.digest()) + ", seen " + x.steps()
                            + " steps with digest " + Integer.toHexString((int) x.digest());
        }
        Finding f = x.finding();
        return report(
                f == null ? Verdict.PASSED : Verdict.FAILED,
                f == null ? null : new FoundFailure(settings, x, "replay"),
                divergence);
    }

    /** Runs the failing schedule again, with all details. */
    private Failure failure(List<Deviation> deviations, Settings s, String origin) {
        Execution x = settings.execute(new Replay(deviations), s.withDetails());
        return new FoundFailure(settings, x, origin);
    }

    private Report report(Verdict verdict, Failure failure, String divergence) {
        int once = (int) traces.values().stream().filter(n -> n == 1).count();
        return new FinalReport(
                verdict,
                schedules,
                steps,
                System.nanoTime() - begin,
                traces.size(),
                schedules == 0 ? 1 : (double) once / schedules,
                failure,
                null,
                divergence,
                List.copyOf(reached),
                List.of());
    }
}
