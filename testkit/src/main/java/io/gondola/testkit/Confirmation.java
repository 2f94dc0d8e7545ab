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
    private static final int MAX_SHRUNK_STEPS = 20_000;

    private final Exploration exploration;
    private final Search.Failing failing;
    private final Search search;
    private final Settings settings;

    Confirmation(Exploration exploration, Search.Failing failing, Search search) {
        this.exploration = exploration;
        this.failing = failing;
        this.search = search;
        this.settings = failing.execution().settings();
    }

    /** The failure, as small as it could be made. */
    @SuppressWarnings("NullAway") // what is replayed is not confirmed
    Failure failure() {
        Execution original = failing.execution();
        Execution first = again(original.deviations().list(), settings);
        requireSame(original, first);
        Execution small = smallest(original);
        List<Deviation> deviations = small.deviations().list();
        Execution second = again(deviations, settings);
        requireSame(small, second);
        Execution shown = again(deviations, shown(small));
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

    /**
     * The run without a deviation, if it fails as {@code original} does: nothing is smaller, and even the longest are
     * told so.
     */
    private Execution smallest(Execution original) {
        Execution x = again(List.of(), settings);
        Finding found = x.finding();
        if (found != null && found.fingerprint().equals(original.failure().fingerprint())) {
            return x;
        }
        return original.events().size() > MAX_SHRUNK_STEPS ? original : new Shrinking(search, original).smallest();
    }

    /** What went wrong after a run was cut is shown in full, unless it is that nothing comes to an end. */
    private Settings shown(Execution x) {
        boolean isEndless = x.failure().kind() == Kind.LIVELOCK || x.failure().kind() == Kind.LEAK;
        return x.isContinued() && !isEndless ? settings.withDetails().recordingAll() : settings.withDetails();
    }

    private Execution again(List<Deviation> deviations, Settings s) {
        return search.execute(new Replay(deviations), s);
    }

    private void requireSame(Execution expected, Execution seen) {
        Finding f = seen.finding();
        if (f == null || seen.digest() != expected.digest() || seen.steps() != expected.steps()) {
            throw new IllegalStateException("a failure does not repeat under the same schedule: the first time "
                    + expected.failure().kind() + " (" + expected.failure().summary() + ") after " + expected.steps()
                    + " steps, then " + (f == null ? "none" : f.kind() + " (" + f.summary() + ")") + " after "
                    + seen.steps()
                    + " steps; look for identity hash codes, random numbers, real time, the order of hash sets,"
                    + " state that runs share, and other threads: program=" + exploration.name);
        }
    }
}
