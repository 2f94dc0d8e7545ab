package io.gondola.samples.library;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.sync.AtomicInt;
import io.gondola.sync.SingleFlight;
import io.gondola.sync.WaitGroup;
import io.vavr.collection.List;
import java.time.Duration;

/** Five goroutines ask the same question; who asks while it is being answered shares the answer: singleflight. */
final class OneLookUp {
    private static final int ASKERS = 5;

    private final SingleFlight<String, String> flights = new SingleFlight<>();
    private final AtomicInt lookUps = new AtomicInt();

    private OneLookUp() {}

    private Go<String> lookUp(String host) {
        return sequence(lookUps.add(1), sleep(Duration.ofMillis(50))).as("address of " + host);
    }

    private Go<Unit> ask(String host) {
        return flights.run(host, lookUp(host))
                .flatMap(result -> println(result.value().get()));
    }

    static Go<Unit> program() {
        OneLookUp cache = new OneLookUp();
        WaitGroup wg = new WaitGroup();
        return sequence(
                wg.go(cache.ask("go.dev")).repeat(ASKERS),
                wg.await(),
                cache.lookUps.load().flatMap(n -> println("look-ups:", n)));
    }

    static Sample sample() {
        Expected answers =
                Expected.that("five answers", lines -> lines.init().equals(List.fill(ASKERS, "address of go.dev")));
        return Sample.named("single-flight")
                .in(Group.LIBRARY)
                .summary("five goroutines ask the same question, which is answered once")
                .printsOnThreads(answers.and(Expected.that(
                        "fewer look-ups if nobody was late",
                        lines -> lines.last().matches("look-ups: [1-5]"))))
                .printsOnSeeds(answers.and(Expected.endsWith("look-ups: 1")))
                .runs(() -> program());
    }
}
