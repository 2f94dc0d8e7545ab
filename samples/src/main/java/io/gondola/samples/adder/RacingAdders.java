package io.gondola.samples.adder;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.sync.WaitGroup;
import io.vavr.collection.Seq;

/**
 * Several goroutines add into the same buckets without a lock: {@code buckets[n%4] += n} in each of them.
 *
 * <p>This program is wrong, on purpose. To add is to read and to write, and two goroutines that read the same sum
 * write one of the numbers only. So the result is the right one or less; under the deterministic runtime almost
 * every seed shows less.
 */
final class RacingAdders {
    private RacingAdders() {}

    static Go<Unit> program() {
        Buckets buckets = new Buckets();
        return add(buckets).then(buckets.print());
    }

    static Go<Unit> add(Buckets buckets) {
        WaitGroup adders = new WaitGroup();
        Go<Unit> start =
                forRange(0, Buckets.WORKERS, w -> adders.go(forEach(Buckets.numbersOf(w), n -> buckets.add(n))));
        return start.then(adders.await());
    }

    static Sample sample() {
        return Sample.named("adder-racing")
                .in(Group.ADDER)
                .summary("several goroutines add without a lock: the result may be too small")
                .prints(Expected.that(
                        "no more than " + Buckets.RESULT, lines -> lines.size() == 1 && inAll(lines) <= 500_500))
                .runs(() -> program());
    }

    private static int inAll(Seq<String> lines) {
        return Integer.parseInt(lines.head().replaceAll(".*in all (\\d+)", "$1"));
    }
}
