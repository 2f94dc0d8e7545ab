package io.gondola.samples.tour;

import static io.gondola.dsl.Go.*;
import static io.gondola.select.Select.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.time.Time;
import io.vavr.collection.Seq;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Page 6: a bomb that ticks, and a default case while nothing happens. */
final class DefaultSelection {
    private static final Duration TICK = Duration.ofMillis(20);

    private DefaultSelection() {}

    static Go<Unit> program() {
        return Time.now().flatMap(start -> {
            Go<String> elapsed = Time.since(start).map(d -> "[%4d ms]".formatted(d.toMillis()));
            return zip(Time.tick(TICK), Time.after(TICK.multipliedBy(5)), (tick, boom) -> fuse(tick, boom, elapsed))
                    .flatMap(fuse -> fuse);
        });
    }

    private static Go<Unit> fuse(ReceiveChannel<Instant> tick, ReceiveChannel<Instant> boom, Go<String> elapsed) {
        return forever(b -> select(
                onReceive(tick, elapsed.flatMap(t -> println(t, "tick."))),
                onReceive(boom, elapsed.flatMap(t -> println(t, "BOOM!")).then(b.exit())),
                onDefault(elapsed.flatMap(t -> println(t, "    .")).then(sleep(TICK.dividedBy(2))))));
    }

    private static boolean isFuse(Seq<String> words) {
        return words.last().equals("BOOM!") && words.init().forAll(w -> w.equals("tick.") || w.equals("    ."));
    }

    private static String withoutTime(String line) {
        return line.replaceFirst("^\\[ *\\d+ ms] ", "");
    }

    static Sample sample() {
        Expected fuse = Expected.that("dots and ticks, then BOOM!", DefaultSelection::isFuse);
        return Sample.named("tour-default-selection")
                .in(Group.TOUR)
                .summary("a bomb ticks, and select has a default for the time between")
                .printsOnThreads(fuse.after(DefaultSelection::withoutTime))
                .printsOnSeeds(fuse.and(Expected.that(
                                "four or five ticks",
                                lines -> Set.of(4, 5).contains(lines.count(line -> line.equals("tick.")))))
                        .after(DefaultSelection::withoutTime))
                .runs(() -> program());
    }
}
