package io.gondola.samples.tutorial;

import io.gondola.samples.Sample;
import io.vavr.collection.Seq;

/** The goroutine tutorial. */
public final class Tutorial {
    private Tutorial() {}

    public static Seq<Sample> samples() {
        return MainExecution.samples()
                .append(CharsAndDigits.sample())
                .append(CharsAndDigitsInTime.sample())
                .append(AnonymousGoroutine.sample());
    }
}
