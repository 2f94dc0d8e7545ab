package io.gondola.samples.scheduling;

import static io.gondola.dsl.Go.*;

import io.gondola.commands.UsageError;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.sync.WaitGroup;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Try;
import java.time.Duration;

/**
 * What a parked goroutine costs, measured as live heap after a garbage collection, and what a parked thread costs.
 *
 * <p>A thread needs a stack; on Linux the story measures how much physical memory a hundred of them take, everywhere
 * it is at least a page or two each, and an address range of a megabyte.
 */
final class ParkedGoroutines {
    private static final int THREADS = 100;

    private ParkedGoroutines() {}

    static Go<Unit> program(Seq<Integer> counts) {
        return forEach(counts, n -> suspend(() -> goroutines(n)))
                .then(blocking(() -> BlockedThreads.bytesEach(THREADS))
                        .flatMap(bytes -> println(THREADS + " parked threads:", bytes, "bytes each")));
    }

    private static Go<Unit> goroutines(int n) {
        Channel<Unit> gate = Channel.<Unit>unbuffered().named("gate");
        WaitGroup begun = new WaitGroup();
        WaitGroup ended = new WaitGroup();
        Go<Unit> body = begun.done().then(gate.receive()).then(ended.done());
        return begun.add(n)
                .then(ended.add(n))
                .then(blocking(Memory::live))
                .flatMap(before -> sequence(
                        forRange(0, n, i -> go(body)),
                        begun.await(),
                        sleep(Duration.ofMillis(10)), // the last ones are about to park
                        blocking(Memory::live)
                                .flatMap(after ->
                                        println(n + " parked goroutines:", (after - before) / n, "bytes each")),
                        gate.close(),
                        ended.await()));
    }

    static Sample sample() {
        return Sample.named("story-memory")
                .in(Group.SCHEDULER)
                .summary("the size of 1 000 and of 1 000 000 parked goroutines, against threads")
                .takes("[COUNT...]")
                .inTestsWith("1000")
                .prints(Expected.that(
                        "lines like [1000 parked goroutines: 80 bytes each]",
                        lines -> lines.nonEmpty()
                                && lines.forAll(line ->
                                        line.matches("\\d+ parked (goroutines: -?\\d+|threads: \\S+) bytes each"))))
                .runs(stage -> program(counts(stage.arguments())));
    }

    private static Seq<Integer> counts(Seq<String> arguments) {
        return arguments.isEmpty() ? List.of(1_000, 1_000_000) : arguments.map(ParkedGoroutines::count);
    }

    private static int count(String text) {
        return Try.of(() -> Integer.valueOf(text))
                .filter(n -> n >= 1)
                .getOrElseThrow(() -> new UsageError("COUNT must be a whole number of at least 1: " + text));
    }
}
