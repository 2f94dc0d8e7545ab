package io.gondola.samples.adder;

import io.gondola.samples.Sample;
import io.vavr.collection.List;
import io.vavr.collection.Seq;

/** The adder series: one task, done alone, on shared memory, with a lock and over channels. */
public final class Adders {
    private Adders() {}

    public static Seq<Sample> samples() {
        return List.of(
                OneAdder.sample(),
                RacingAdders.sample(),
                LockedAdders.sample(),
                ChannelAdders.sample(),
                Fibonacci.sample());
    }
}
