package io.gondola.samples.library;

import io.gondola.samples.Sample;
import io.vavr.collection.List;
import io.vavr.collection.Seq;

/** What Go's packages beside the language are for: sync, errgroup, singleflight, rate; and an actor. */
public final class Library {
    private Library() {}

    public static Seq<Sample> samples() {
        return List.of(
                FetchAll.sample(),
                BufferPool.sample(),
                OneLookUp.sample(),
                RateLimiting.sample(),
                StatefulGoroutine.sample());
    }
}
