package io.gondola.samples.classic;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Sample;
import io.vavr.collection.Vector;

/**
 * Ten thousand goroutines in a row, each adds one to what its right neighbor says: {@code left <- 1 + <-right}. From
 * Go's talk on concurrency patterns.
 */
final class DaisyChain {
    private DaisyChain() {}

    static Go<Unit> program(int links) {
        Vector<Channel<Integer>> whispers = Vector.range(0, links + 1).map(i -> Channel.unbuffered());
        return sequence(
                forRange(
                        0,
                        links,
                        i -> go(whispers.get(i + 1)
                                .receive()
                                .flatMap(n -> whispers.get(i).send(n + 1)))),
                go(whispers.last().send(1)),
                whispers.head().receive().flatMap(n -> println(n)));
    }

    static Sample sample() {
        return Sample.named("daisy-chain")
                .summary("ten thousand goroutines whisper a number along")
                .prints("10001")
                .runs(() -> program(10_000));
    }
}
