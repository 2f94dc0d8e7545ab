package io.gondola.testkit;

import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Finding;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

/** How {@code x}, which came to its end, ended. */
record SeenRun(Execution x) implements VisitedRun {
    @Override
    public Option<Kind> kind() {
        return Option.of(x.ending()).map(Finding::kind);
    }

    @Override
    public boolean raced() {
        return !x.raced().isEmpty();
    }

    @Override
    public Option<Throwable> thrown() {
        return Option.of(x.ending()).flatMap(f -> Option.of(f.thrown()));
    }

    @Override
    public Seq<String> output() {
        return Vector.ofAll(x.output().lines());
    }

    @Override
    public String toString() {
        return x.ending() == null ? "ended" : x.ending().summary();
    }
}
