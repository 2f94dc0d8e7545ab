package io.gondola.samples.tour;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.vavr.collection.List;
import java.time.Duration;

/** Page 1: {@code go say("world"); say("hello")}. The last world is most often lost, since main returns first. */
final class Goroutines {
    private static final int TIMES = 5;

    private Goroutines() {}

    private static Go<Unit> say(String s) {
        return forRange(0, TIMES, i -> sleep(Duration.ofMillis(10)).then(println(s)));
    }

    static Go<Unit> program() {
        return go(say("world")).then(say("hello"));
    }

    static Sample sample() {
        return Sample.named("tour-goroutines")
                .in(Group.TOUR)
                .summary("hello and world, five times each")
                .prints(Expected.interleavingCutShort(List.fill(TIMES, "hello"), List.fill(TIMES, "world"))
                        .and(Expected.that("every hello", lines -> lines.count(line -> line.equals("hello")) == TIMES)))
                .runs(() -> program());
    }
}
