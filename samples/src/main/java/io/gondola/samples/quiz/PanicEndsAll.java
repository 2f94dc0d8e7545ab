package io.gondola.samples.quiz;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import java.time.Duration;

/**
 * What happens to a program when one of its goroutines panics? Go:
 *
 * <pre>{@code
 * go ticker()
 * go faulty()
 * time.Sleep(time.Second)
 * fmt.Println("never printed")
 * }</pre>
 *
 * <p>All of it ends, with exit code 2 and the text of the panic. Nobody but the panicking goroutine itself could have
 * recovered.
 */
final class PanicEndsAll {
    private PanicEndsAll() {}

    static Go<Unit> program() {
        return sequence(
                println("main started"),
                go("ticker", forever(println("tick").then(sleep(Duration.ofMillis(20))))),
                go("faulty", sleep(Duration.ofMillis(50)).then(panic("the faulty goroutine gives up"))),
                sleep(Duration.ofSeconds(1)),
                println("never printed"));
    }

    static Sample sample() {
        return Sample.named("quiz-panic")
                .in(Group.QUIZ)
                .summary("one goroutine panics: the whole program ends")
                .printsOnThreads(Expected.that(
                        "main started, and some ticks",
                        lines -> lines.headOption().contains("main started")
                                && lines.tail().forAll(line -> line.equals("tick"))))
                .printsOnSeeds(Expected.lines("main started", "tick", "tick", "tick"))
                .panics("the faulty goroutine gives up")
                .runs(() -> program());
    }
}
