package io.gondola.samples.net;

import io.gondola.samples.Sample;
import io.gondola.samples.net.jokes.JokeSample;
import io.gondola.samples.net.search.SearchSample;
import io.gondola.samples.net.store.StoreSample;
import io.gondola.samples.net.talk.TalkSamples;
import io.gondola.samples.net.web.WebSamples;
import io.vavr.collection.List;
import io.vavr.collection.Seq;

/** Servers and clients, a goroutine per connection. */
public final class NetworkPrograms {
    private NetworkPrograms() {}

    public static Seq<Sample> samples() {
        return TalkSamples.samples()
                .appendAll(WebSamples.samples())
                .appendAll(List.of(JokeSample.sample(), SearchSample.sample(), StoreSample.sample()));
    }
}
