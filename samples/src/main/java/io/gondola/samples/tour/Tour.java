package io.gondola.samples.tour;

import io.gondola.samples.Sample;
import io.vavr.collection.List;
import io.vavr.collection.Seq;

/** The chapter on concurrency of A Tour of Go, page by page; the page on select is the sample select-quit. */
public final class Tour {
    private Tour() {}

    public static Seq<Sample> samples() {
        return List.of(
                Goroutines.sample(),
                Channels.sample(),
                BufferedChannels.sample(),
                RangeAndClose.sample(),
                DefaultSelection.sample(),
                EquivalentBinaryTrees.sample(),
                SafeCounter.sample(),
                WebCrawler.sample());
    }
}
