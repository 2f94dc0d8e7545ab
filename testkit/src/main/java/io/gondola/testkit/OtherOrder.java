package io.gondola.testkit;

import io.gondola.testkit.run.Chooser;
import io.gondola.testkit.run.Event;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Finding;
import io.gondola.testkit.run.Settings;
import io.gondola.testkit.strategy.DefaultOrder;
import io.gondola.testkit.strategy.Pos;
import io.gondola.testkit.strategy.Replay;
import io.gondola.testkit.strategy.Schedule;
import io.gondola.testkit.strategy.Steered;
import io.gondola.testkit.suspect.Suspicions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks for a schedule in which two accesses that race come the other way round. */
final class OtherOrder {
    private static final int DRAWN = 8;

    private final Search search;
    private final Settings settings;

    OtherOrder(Search search, Settings settings) {
        this.search = search;
        this.settings = settings;
    }

    /** Whether {@code x} found two accesses that could come the other way round. */
    static boolean appliesTo(Execution x) {
        return x.failure().kind() == Kind.RACE && x.raced().size() == 2;
    }

    /** A run, which repeats, of the same race as {@code x} in the other order; null if none was found. */
    @Nullable
    Execution of(Execution x) {
        Event first = x.raced().get(0);
        Event second = x.raced().get(1);
        List<Steered.Rule> rules = Suspicions.after(x, first, second);
        for (Chooser base : bases(x)) {
            Execution other = search.execute(new Steered(rules, base), settings);
            if (isOther(other, x) && repeats(other)) {
                return other;
            }
        }
        return null;
    }

    /** As {@code x} otherwise, then as little as possible, then by chance. */
    private List<Chooser> bases(Execution x) {
        Schedule.Recorder recorder =
                new Schedule.Recorder(new Replay(x.deviations().list()));
        Execution again = search.execute(recorder, settings);
        List<Chooser> bases = new ArrayList<>();
        bases.add(recorder.schedule(again).follower());
        bases.add(new DefaultOrder(false));
        for (int seed = 0; seed < DRAWN; seed++) {
            bases.add(new Pos(seed));
        }
        return bases;
    }

    /** Whether {@code other} found the race of {@code x}, on the same object, the other way round. */
    private static boolean isOther(Execution other, Execution x) {
        Finding f = other.finding();
        return f != null
                && f.kind() == Kind.RACE
                && f.objects().equals(x.failure().objects())
                && other.raced().size() == 2
                && isSame(other.raced().get(0), x.raced().get(1))
                && isSame(other.raced().get(1), x.raced().get(0));
    }

    private static boolean isSame(Event a, Event b) {
        return a.kind() == b.kind() && a.task().lineage().equals(b.task().lineage());
    }

    private boolean repeats(Execution other) {
        Execution again = search.execute(new Replay(other.deviations().list()), settings);
        return again.digest() == other.digest() && again.steps() == other.steps();
    }
}
