package io.gondola.samples.classic;

import io.gondola.samples.Sample;
import io.vavr.collection.List;
import io.vavr.collection.Seq;

/** The programs that everybody shows. */
public final class Classics {
    private Classics() {}

    public static Seq<Sample> samples() {
        return List.of(
                        PrimeSieve.sample(),
                        FanIn.sample(),
                        WorkerPool.sample(),
                        DaisyChain.sample(),
                        SelectQuit.sample(),
                        SelectTimeout.sample())
                .appendAll(PingPong.samples());
    }
}
