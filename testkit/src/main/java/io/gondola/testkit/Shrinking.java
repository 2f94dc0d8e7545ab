package io.gondola.testkit;

import io.gondola.testkit.run.Chooser;
import io.gondola.testkit.run.Code;
import io.gondola.testkit.run.Deviations.Deviation;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Settings;
import io.gondola.testkit.strategy.Numbers;
import io.gondola.testkit.strategy.Replay;
import io.gondola.testkit.strategy.Schedule;
import java.util.Comparator;
import java.util.List;

/**
 * Makes a failing run smaller: fewer decisions that deviate, then fewer switches, then lower answers, then fewer steps.
 */
final class Shrinking {
    /*
     * The run is taken as segments of one task each. Segments are left out, many at first and then fewer (Zeller,
     * Hildebrandt: Simplifying and isolating failure-inducing input, 2002); the rest is followed as far as possible,
     * then the default. Then answers other than of tasks are left out one at a time, and those that are needed are
     * lowered: by halves, as what a program draws is often compared with a bound. At last each task that was chosen
     * gives way to one that is nearer to the default. What fails in the same way and is smaller is taken in place of
     * the former, and all begins again, until nothing helps.
     */
    private static final int MAX_REPLAYS = 500;
    private static final long MAX_NANOS = 1_000_000_000;

    private static final Comparator<Execution> SIZE = Comparator.<Execution>comparingInt(
                    x -> x.deviations().list().size())
            .thenComparingInt(Schedule::switches)
            .thenComparingLong(x -> sum(x, false))
            .thenComparingInt(Execution::steps)
            .thenComparingLong(x -> sum(x, true));

    private final Search search;
    private final Settings settings;
    private final String fingerprint;
    private final long begin = System.nanoTime();
    private int replays;
    private final Execution original;
    private Execution best;
    private Schedule schedule;

    /** Of {@code original}, which has failed. */
    Shrinking(Search search, Execution original) {
        this.search = search;
        this.original = original;
        Settings same = original.settings();
        // Noting what is built takes far longer than a run, and only one kind of failure depends on it.
        this.settings = original.failure().kind() == Kind.LOST ? same : same.withoutLost();
        this.fingerprint = original.failure().fingerprint();
        Schedule.Recorder recorder =
                new Schedule.Recorder(new Replay(original.deviations().list()));
        best = search.execute(recorder, settings);
        schedule = recorder.schedule(best);
    }

    /** The sum of the answers to the choices of tasks, or to all others. */
    private static long sum(Execution x, boolean ofTasks) {
        long sum = 0;
        for (Deviation d : x.deviations().list()) {
            sum += (d.code() == Code.GO) == ofTasks ? d.answer() : 0;
        }
        return sum;
    }

    /** The smallest run that was found to fail as the original does. */
    Execution smallest() {
        if (best.digest() != original.digest()) {
            return original; // it does not repeat, and the next look will say so
        }
        boolean smaller = true;
        while (smaller && mayGoOn()) {
            smaller = leavesOutSegments() || leavesOutAnswers() || lowersAnswers() || choosesNearerTasks();
        }
        return best;
    }

    private boolean mayGoOn() {
        return replays < MAX_REPLAYS && System.nanoTime() - begin < MAX_NANOS;
    }

    /** Runs what {@code chooser} decides. Whether that is smaller, and from now on the best. */
    private boolean isSmaller(Chooser chooser) {
        Schedule.Recorder trial = new Schedule.Recorder(chooser);
        Execution x = search.execute(trial, settings);
        replays++;
        if (x.finding() == null || !x.finding().fingerprint().equals(fingerprint) || SIZE.compare(x, best) >= 0) {
            return false;
        }
        best = x;
        schedule = trial.schedule(x);
        return true;
    }

    private boolean leavesOutSegments() {
        boolean smaller = false;
        for (int size = Math.max(1, schedule.segments().size() / 2); size >= 1 && mayGoOn(); size /= 2) {
            for (int from = 0; from < schedule.segments().size() && mayGoOn(); ) {
                int to = Math.min(schedule.segments().size(), from + size);
                if (isSmaller(schedule.without(from, to).follower())) {
                    smaller = true;
                } else {
                    from += size;
                }
            }
        }
        return smaller;
    }

    private boolean leavesOutAnswers() {
        for (Schedule.Answer a : schedule.answers()) {
            if (mayGoOn() && isSmaller(schedule.with(a, 0).follower())) {
                return true; // the others may stand elsewhere by now
            }
        }
        return false;
    }

    private boolean lowersAnswers() {
        for (Schedule.Answer a : schedule.answers()) {
            int low = 0; // this one does not do
            int high = a.value();
            while (high - low > 1 && mayGoOn()) {
                int middle = (low + high) >>> 1;
                if (isSmaller(schedule.with(a, middle).follower())) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            if (high < a.value()) {
                return true;
            }
        }
        return false;
    }

    private boolean choosesNearerTasks() {
        List<Deviation> deviations = best.deviations().list();
        for (Deviation d : deviations) {
            for (int answer = 1; d.code() == Code.GO && answer < d.answer() && mayGoOn(); answer++) {
                if (isSmaller(new Numbers(deviations, d, answer))) {
                    return true;
                }
            }
        }
        return false;
    }
}
