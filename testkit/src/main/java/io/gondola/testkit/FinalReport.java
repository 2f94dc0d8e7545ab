package io.gondola.testkit;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report; null stands for none. */
record FinalReport(
        Verdict verdict,
        int schedules,
        long steps,
        long nanos,
        int traces,
        double chanceOfNew,
        @Nullable Failure found,
        @Nullable String cut,
        @Nullable String diverged,
        List<String> reachedLabels,
        List<String> unreachedLabels,
        List<String> coverageGaps,
        String coverage)
        implements Report {
    @Override
    public Duration elapsed() {
        return Duration.ofNanos(nanos);
    }

    @Override
    public Option<Failure> failure() {
        return Option.of(found);
    }

    @Override
    public Option<String> cutShort() {
        return Option.of(cut);
    }

    @Override
    public Option<String> divergence() {
        return Option.of(diverged);
    }

    @Override
    public Seq<String> reached() {
        return Vector.ofAll(reachedLabels);
    }

    @Override
    public Seq<String> gaps() {
        return Vector.ofAll(coverageGaps);
    }

    @Override
    public Seq<String> unreached() {
        return Vector.ofAll(unreachedLabels);
    }

    @Override
    public String toString() {
        String head = verdict + ": " + schedules + " schedules, " + steps + " steps, " + traces + " distinct, "
                + elapsed().toMillis() + " ms";
        return head
                + (cut == null ? "" : "\n" + cut)
                + (diverged == null ? "" : "\n" + diverged)
                + (found == null ? "" : "\n" + found.message());
    }
}
