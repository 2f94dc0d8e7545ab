package io.gondola.samples.greet;

import io.gondola.samples.Sample;
import io.vavr.collection.Seq;

/** Greeting Bob over channels, on an event loop, and on green threads. */
public final class Greetings {
    private Greetings() {}

    public static Seq<Sample> samples() {
        return GreetBob.samples()
                .append(GreetAndReply.sample())
                .append(GreetOnEventLoop.sample())
                .append(GreetByHand.sample());
    }
}
