package io.gondola.pipeline.kafka;

import io.gondola.context.Context;
import io.vavr.collection.Set;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** What of {@link ConsumerSettings} is the source's own. Not changed once the settings have it. */
final class Options {
    int buffer = 1000;
    int maxGap = 10_000;
    Duration commitEvery = Duration.ofSeconds(1);
    Duration stuckAfter = Duration.ofSeconds(30);
    OnRevoke onRevoke = OnRevoke.FINISH;
    Duration finishWithin = Duration.ofSeconds(30);
    Duration startWithin = Duration.ofSeconds(10);
    Duration closeWithin = Duration.ofSeconds(10);
    boolean transactional;
    Pauses pauses = new Pauses();

    /** Empty for one that is named after the topics. */
    String meter = "";

    Consumer<? super Set<TopicPartition>> assigned = x -> {};

    Context until = Context.background();

    Options() {}

    Options(Options o) {
        buffer = o.buffer;
        maxGap = o.maxGap;
        commitEvery = o.commitEvery;
        stuckAfter = o.stuckAfter;
        onRevoke = o.onRevoke;
        finishWithin = o.finishWithin;
        startWithin = o.startWithin;
        closeWithin = o.closeWithin;
        transactional = o.transactional;
        pauses = o.pauses;
        meter = o.meter;
        assigned = o.assigned;
        until = o.until;
    }
}
