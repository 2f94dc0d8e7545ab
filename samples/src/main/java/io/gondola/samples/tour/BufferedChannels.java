package io.gondola.samples.tour;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;

/** Page 3: two sends without anybody who receives yet. */
final class BufferedChannels {
    private BufferedChannels() {}

    static Go<Unit> program() {
        Channel<Integer> ch = Channel.buffered(2);
        return sequence(
                ch.send(1),
                ch.send(2),
                ch.receive().flatMap(v -> println(v)),
                ch.receive().flatMap(v -> println(v)));
    }

    static Sample sample() {
        return Sample.named("tour-buffered-channels")
                .in(Group.TOUR)
                .summary("two sends into a buffer of two")
                .prints("1", "2")
                .runs(() -> program());
    }
}
