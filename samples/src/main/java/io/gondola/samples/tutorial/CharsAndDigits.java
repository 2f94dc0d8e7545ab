package io.gondola.samples.tutorial;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.vavr.collection.List;
import java.time.Duration;

/**
 * Two goroutines print while {@code main} sleeps. Go:
 *
 * <pre>{@code
 * func getChars(s string) {
 *     for _, c := range s {
 *         fmt.Println(string(c))
 *     }
 * }
 * }</pre>
 *
 * and the like for {@code getDigits}. Each goroutine's lines come in order; how the two mix is up to the scheduler.
 */
final class CharsAndDigits {
    private CharsAndDigits() {}

    static Go<Unit> program() {
        return sequence(
                println("main execution started"),
                go(getChars("Hello")),
                go(getDigits(1, 2, 3, 4, 5)),
                sleep(Duration.ofMillis(10)),
                println("main execution stopped"));
    }

    static Go<Unit> getChars(String s) {
        return forEach(List.ofAll(s.toCharArray()), c -> println(c));
    }

    static Go<Unit> getDigits(Integer... digits) {
        return forEach(List.of(digits), d -> println(d));
    }

    static Sample sample() {
        List<String> main = List.of("main execution started", "main execution stopped");
        List<String> chars = List.of("H", "e", "l", "l", "o");
        List<String> digits = List.of("1", "2", "3", "4", "5");
        return Sample.named("chars-and-digits")
                .in(Group.TUTORIAL)
                .summary("two goroutines print, one characters, one digits, while main sleeps")
                .printsOnThreads(Expected.interleavingCutShort(main, chars, digits))
                .printsOnSeeds(Expected.interleaving(main, chars, digits).and(Expected.endsWith(main.last())))
                .runs(() -> program());
    }
}
