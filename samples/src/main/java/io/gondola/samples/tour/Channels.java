package io.gondola.samples.tour;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/** Page 2: two goroutines sum up the halves of a slice. Which half comes first is open. */
final class Channels {
    private Channels() {}

    private static Go<Unit> sum(Seq<Integer> s, SendChannel<Integer> c) {
        return suspend(() -> c.send(s.sum().intValue()));
    }

    static Go<Unit> program() {
        Vector<Integer> s = Vector.of(7, 2, 8, -9, 4, 0);
        Channel<Integer> c = Channel.unbuffered();
        return sequence(
                go(sum(s.take(s.size() / 2), c)),
                go(sum(s.drop(s.size() / 2), c)),
                zip(c.receive(), c.receive(), (x, y) -> println(x, y, x + y)).flatMap(print -> print));
    }

    static Sample sample() {
        return Sample.named("tour-channels")
                .in(Group.TOUR)
                .summary("two goroutines sum up the halves of a slice")
                .prints(Expected.anyOf(Expected.lines("-5 17 12"), Expected.lines("17 -5 12")))
                .runs(() -> program());
    }
}
