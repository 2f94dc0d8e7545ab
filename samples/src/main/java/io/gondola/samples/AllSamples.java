package io.gondola.samples;

import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.io.PrintStream;

/** Runs all samples one after the other, checks each, and sums up. */
final class AllSamples {
    private enum Verdict {
        AS_EXPECTED,
        SKIPPED,
        NOT_AS_EXPECTED
    }

    private final Runner runner;
    private final boolean deterministic;
    private final PrintStream out;

    AllSamples(Runner runner, boolean deterministic, PrintStream out) {
        this.runner = runner;
        this.deterministic = deterministic;
        this.out = out;
    }

    /** The exit code: 0 if all samples did what is expected of them, else 1. */
    int run(Seq<Sample> samples) {
        Seq<Verdict> verdicts = samples.map(this::run).toList();
        out.printf(
                "== %d samples: %d as expected, %d skipped, %d not as expected%n",
                verdicts.size(),
                verdicts.count(v -> v == Verdict.AS_EXPECTED),
                verdicts.count(v -> v == Verdict.SKIPPED),
                verdicts.count(v -> v == Verdict.NOT_AS_EXPECTED));
        return verdicts.contains(Verdict.NOT_AS_EXPECTED) ? 1 : 0;
    }

    private Verdict run(Sample sample) {
        out.printf("== %s: %s%n", sample.name(), sample.summary());
        Option<String> reasonToSkip = sample.threadsOnly().filter(reason -> deterministic);
        Verdict verdict = reasonToSkip.isDefined() ? skip(reasonToSkip.get()) : perform(sample);
        out.println();
        return verdict;
    }

    private Verdict skip(String reason) {
        out.println("-- skipped, needs real threads: " + reason);
        return Verdict.SKIPPED;
    }

    private Verdict perform(Sample sample) {
        Run run = runner.run(sample, sample.tour());
        Option<String> objection = sample.objectionTo(run, deterministic);
        if (objection.isDefined()) {
            out.println("-- NOT AS EXPECTED: " + objection.get());
            run.failure().forEach(failure -> out.println(GoText.report(failure)));
            return Verdict.NOT_AS_EXPECTED;
        }
        run.failure().forEach(failure -> out.println("-- as expected: " + GoText.headline(failure)));
        return Verdict.AS_EXPECTED;
    }
}
