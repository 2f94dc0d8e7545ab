package io.gondola.samples.scheduling;

import io.gondola.samples.Sample;
import io.vavr.collection.List;
import io.vavr.collection.Seq;

/** What the scheduler does, told by its own counters and dumps. */
public final class SchedulerStories {
    private SchedulerStories() {}

    public static Seq<Sample> samples() {
        return List.of(
                BlockedOnChannel.sample(),
                WokenByPoller.sample(),
                CompletedFromOutside.sample(),
                SystemCall.sample(),
                WorkStealing.sample(),
                ManyGoroutines.sample(),
                MaxProcs.sample(),
                ParkedGoroutines.sample());
    }
}
