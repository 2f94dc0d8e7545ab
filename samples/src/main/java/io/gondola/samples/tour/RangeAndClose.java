package io.gondola.samples.tour;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;

/** Page 4: Fibonacci numbers until the channel is closed. */
final class RangeAndClose {
    private RangeAndClose() {}

    private record Fibonacci(int i, int x, int y) {
        Fibonacci next() {
            return new Fibonacci(i + 1, y, x + y);
        }
    }

    private static Go<Unit> fibonacci(int n, SendChannel<Integer> c) {
        Go<Unit> all = loop(
                new Fibonacci(0, 0, 1),
                f -> f.i < n ? c.send(f.x).as(Loop.next(f.next())) : pure(Loop.done(Unit.UNIT)));
        return all.then(c.close());
    }

    static Go<Unit> program() {
        Channel<Integer> c = Channel.buffered(10);
        return go(fibonacci(c.capacity(), c)).then(c.range(i -> println(i)));
    }

    static Sample sample() {
        return Sample.named("tour-range-and-close")
                .in(Group.TOUR)
                .summary("Fibonacci numbers until the channel is closed")
                .prints("0", "1", "1", "2", "3", "5", "8", "13", "21", "34")
                .runs(() -> program());
    }
}
