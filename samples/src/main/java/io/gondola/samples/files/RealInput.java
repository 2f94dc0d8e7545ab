package io.gondola.samples.files;

import io.gondola.samples.Sample;
import io.vavr.collection.List;
import io.vavr.collection.Seq;

/** Programs that do some work on files. */
public final class RealInput {
    private RealInput() {}

    public static Seq<Sample> samples() {
        return List.of(LookUpOrders.sample(), DigestFiles.sample(), CountWords.sample());
    }
}
