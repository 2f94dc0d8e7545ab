package io.gondola.samples.tutorial;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.time.Time;
import io.vavr.collection.List;
import java.time.Duration;
import java.time.Instant;

/**
 * {@link CharsAndDigits} with a sleep after every line: 10 ms after a character, 30 ms after a digit. Go prints
 * {@code time.Since(start)} beside each.
 *
 * <p>Under virtual time, the times are exact: characters at 0, 10, 20, 30, 40 ms, digits at 0, 30, 60, 90, 120 ms. On
 * real threads they are a little later.
 */
final class CharsAndDigitsInTime {
    private CharsAndDigitsInTime() {}

    static Go<Unit> program() {
        return Time.now()
                .flatMap(start -> sequence(
                        printAt(start, "main execution started"),
                        go(getChars(start, "Hello")),
                        go(getDigits(start, 1, 2, 3, 4, 5)),
                        sleep(Duration.ofMillis(200)),
                        printAt(start, "main execution stopped")));
    }

    private static Go<Unit> getChars(Instant start, String s) {
        return forEach(List.ofAll(s.toCharArray()), c -> printAt(start, c).then(sleep(Duration.ofMillis(10))));
    }

    private static Go<Unit> getDigits(Instant start, Integer... digits) {
        return forEach(List.of(digits), d -> printAt(start, d).then(sleep(Duration.ofMillis(30))));
    }

    private static Go<Unit> printAt(Instant start, Object what) {
        return Time.now()
                .flatMap(now -> println(what, "at", Duration.between(start, now).toMillis(), "ms"));
    }

    static Sample sample() {
        List<String> main = List.of("main execution started at 0 ms", "main execution stopped at 200 ms");
        List<String> chars = List.of("H at 0 ms", "e at 10 ms", "l at 20 ms", "l at 30 ms", "o at 40 ms");
        List<String> digits = List.of("1 at 0 ms", "2 at 30 ms", "3 at 60 ms", "4 at 90 ms", "5 at 120 ms");
        return Sample.named("chars-and-digits-in-time")
                .in(Group.TUTORIAL)
                .summary("the same with sleeps, and the time of every line")
                .printsOnThreads(Expected.interleavingCutShort(
                                main.map(CharsAndDigitsInTime::withoutTime),
                                chars.map(CharsAndDigitsInTime::withoutTime),
                                digits.map(CharsAndDigitsInTime::withoutTime))
                        .after(CharsAndDigitsInTime::withoutTime))
                .printsOnSeeds(Expected.interleaving(main, chars, digits)
                        .and(Expected.that("sorted by time", lines -> lines.equals(lines.sortBy(line -> time(line))))))
                .runs(() -> program());
    }

    private static String withoutTime(String line) {
        return line.replaceFirst(" at \\d+ ms$", "");
    }

    private static int time(String line) {
        return Integer.parseInt(line.replaceAll(".* at (\\d+) ms", "$1"));
    }
}
