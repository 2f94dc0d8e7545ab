package io.gondola.samples.adder;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Unit;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/**
 * The same task without shared memory: every bucket belongs to one goroutine, which adds what it receives. Go:
 *
 * <pre>{@code
 * for n := range in {
 *     sum += n
 * }
 * }</pre>
 */
final class ChannelAdders {
    private ChannelAdders() {}

    static Go<Unit> program() {
        Seq<Channel<Integer>> buckets = Vector.range(0, Buckets.COUNT).map(k -> Channel.<Integer>unbuffered());
        Go<?> workers = parallel(Vector.range(0, Buckets.WORKERS).map(w -> dealOut(Buckets.numbersOf(w), buckets)));
        return sequence(
                go(workers.then(forEach(buckets, bucket -> bucket.close()))),
                parallel(buckets.map(ChannelAdders::sum)).flatMap(sums -> println(Buckets.describe(sums))));
    }

    private static Go<Unit> dealOut(Seq<Integer> numbers, Seq<Channel<Integer>> buckets) {
        return forEach(numbers, n -> buckets.get(Buckets.bucketOf(n)).send(n));
    }

    private static Go<Integer> sum(ReceiveChannel<Integer> in) {
        return loop(
                0,
                sum -> in.receiveOption()
                        .map(received -> received.isDefined() ? Loop.next(sum + received.get()) : Loop.done(sum)));
    }

    static Sample sample() {
        return Sample.named("adder-channels")
                .in(Group.ADDER)
                .summary("every bucket belongs to one goroutine, numbers come over channels")
                .prints(Buckets.RESULT)
                .runs(() -> program());
    }
}
