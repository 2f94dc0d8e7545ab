package io.gondola.samples.quiz;

import io.gondola.samples.Sample;
import io.vavr.collection.List;
import io.vavr.collection.Seq;

/** Questions about goroutines whose answers surprise. */
public final class Quiz {
    private Quiz() {}

    public static Seq<Sample> samples() {
        return List.of(PanicEndsAll.sample(), BusySteps.sample(), BusyJava.sample());
    }
}
