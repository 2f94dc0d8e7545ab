package io.gondola.samples.classic;

import static io.gondola.dsl.Go.*;
import static io.gondola.select.Select.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Sample;
import io.vavr.collection.List;

/**
 * Two speakers, one listener: {@code select} passes on what is said first. Go's talk on concurrency patterns:
 *
 * <pre>{@code
 * select {
 * case s := <-joe:
 *     c <- s
 * case s := <-ann:
 *     c <- s
 * }
 * }</pre>
 */
final class FanIn {
    private static final int LINES = 6;

    private FanIn() {}

    static Go<Unit> program() {
        Channel<String> joe = Channel.unbuffered();
        Channel<String> ann = Channel.unbuffered();
        Channel<String> both = Channel.unbuffered();
        return sequence(
                go("Joe", speak("Joe", joe)),
                go("Ann", speak("Ann", ann)),
                go("fan-in", fanIn(joe, ann, both)),
                both.receive().flatMap(line -> println(line)).repeat(LINES),
                println("You're both boring; I'm leaving."));
    }

    private static Go<Unit> speak(String name, SendChannel<String> out) {
        return loop(0, i -> out.send(name + " " + i).as(Loop.next(i + 1)));
    }

    private static Go<Unit> fanIn(ReceiveChannel<String> a, ReceiveChannel<String> b, SendChannel<String> out) {
        return forever(select(onReceive(a, line -> out.send(line)), onReceive(b, line -> out.send(line))));
    }

    static Sample sample() {
        String end = "You're both boring; I'm leaving.";
        return Sample.named("fan-in")
                .summary("select merges what two speakers say")
                .prints(Expected.interleavingCutShort(
                                List.range(0, LINES).map(i -> "Joe " + i),
                                List.range(0, LINES).map(i -> "Ann " + i),
                                List.of(end))
                        .and(Expected.endsWith(end))
                        .and(Expected.that("seven lines", lines -> lines.size() == LINES + 1)))
                .runs(() -> program());
    }
}
