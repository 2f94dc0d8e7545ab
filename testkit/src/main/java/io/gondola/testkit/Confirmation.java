package io.gondola.testkit;

import io.gondola.testkit.run.Deviations.Deviation;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Finding;
import io.gondola.testkit.run.Settings;
import io.gondola.testkit.strategy.Replay;
import io.gondola.testkit.strategy.Schedule;
import java.util.List;

/** Runs a failure again, makes it smaller, and sees that it repeats. */
final class Confirmation {
    private static final int MAX_REPLAYS = 500;
    private static final long MAX_NANOS = 1_000_000_000;
    private static final int MAX_SHRUNK_STEPS = 20_000;

    private final Exploration exploration;
    private final Search.Failing failing;
    private final Search search;
    private final Settings settings;
    private final String fingerprint;
    private int replays;
    private long begin;

    Confirmation(Exploration exploration, Search.Failing failing, Search search) {
        this.exploration = exploration;
        this.failing = failing;
        this.search = search;
        this.settings = failing.execution().settings();
        this.fingerprint = failing.execution().finding().fingerprint();
    }

    /** The failure, as small as it could be made. */
    Failure failure() {
        begin = System.nanoTime();
        Execution original = failing.execution();
        Execution first = again(original.deviations().list(), settings);
        requireSame(original, first);
        Execution small = original.steps() > MAX_SHRUNK_STEPS ? original : shrunk(original);
        List<Deviation> deviations = small.deviations().list();
        Execution second = again(deviations, settings);
        requireSame(small, second);
        Execution shown = again(deviations, settings.withDetails());
        requireSame(small, shown);
        boolean mayTurn = OtherOrder.appliesTo(shown) && shown.steps() <= MAX_SHRUNK_STEPS;
        return new FoundFailure(
                exploration,
                shown,
                mayTurn ? new OtherOrder(search, settings).of(shown) : null,
                failing.run() + 1,
                failing.how().strategy(),
                Schedule.switches(original),
                Schedule.switches(small),
                search);
    }

    private Execution again(List<Deviation> deviations, Settings s) {
        replays++;
        return search.execute(new Replay(deviations), s);
    }

    private void requireSame(Execution expected, Execution seen) {
        Finding f = seen.finding();
        if (f == null || seen.digest() != expected.digest() || seen.steps() != expected.steps()) {
            throw new IllegalStateException("a failure does not repeat under the same schedule: the first time "
                    + expected.finding().kind() + " (" + expected.finding().summary() + ") after " + expected.steps()
                    + " steps, then " + (f == null ? "none" : f.kind() + " (" + f.summary() + ")") + " after "
                    + seen.steps()
                    + " steps; look for identity hash codes, random numbers, real time, the order of hash sets, state that runs"
                    + " share, and other threads: program=" + exploration.name);
        }
    }

    // shrinking

    /*
     * The run is taken as segments of one task each. Segments are left out, many at first and then fewer (Zeller, Hildebrandt:
     * Simplifying and isolating failure-inducing input, 2002); the rest is followed as far as possible, then the default. What
     * fails in the same way with fewer deviations is taken in place of the former.
     */
    private Execution shrunk(Execution original) {
        Schedule.Recorder recorder =
                new Schedule.Recorder(new Replay(original.deviations().list()));
        Execution best = search.execute(recorder, settings);
        replays++;
        requireSame(original, best);
        Schedule schedule = recorder.schedule(best);
        boolean smaller = true;
        while (smaller && mayGoOn()) {
            smaller = false;
            for (int size = Math.max(1, schedule.segments().size() / 2); size >= 1 && mayGoOn(); size /= 2) {
                for (int from = 0; from < schedule.segments().size() && mayGoOn(); ) {
                    int to = Math.min(schedule.segments().size(), from + size);
                    Schedule.Recorder trial =
                            new Schedule.Recorder(schedule.without(from, to).follower());
                    Execution x = search.execute(trial, settings);
                    replays++;
                    if (isBetter(x, best)) {
                        best = x;
                        schedule = trial.schedule(x);
                        smaller = true;
                    } else {
                        from += size;
                    }
                }
            }
            for (Schedule candidate : schedule.withoutAnswers()) {
                if (!mayGoOn()) {
                    break;
                }
                Schedule.Recorder trial = new Schedule.Recorder(candidate.follower());
                Execution x = search.execute(trial, settings);
                replays++;
                if (isBetter(x, best)) {
                    best = x;
                    schedule = trial.schedule(x);
                    smaller = true;
                    break;
                }
            }
        }
        return best;
    }

    private boolean mayGoOn() {
        return replays < MAX_REPLAYS && System.nanoTime() - begin < MAX_NANOS;
    }

    private boolean isBetter(Execution x, Execution best) {
        return x.finding() != null && x.finding().fingerprint().equals(fingerprint) && weight(x) < weight(best);
    }

    private static long weight(Execution x) {
        return 1_000_000L * x.deviations().list().size() + 1_000L * Schedule.switches(x) + Math.min(999, x.steps());
    }
}
