package io.gondola.samples.tutorial;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.time.Duration;

/**
 * The first goroutine of every tutorial. Go:
 *
 * <pre>{@code
 * func main() {
 *     fmt.Println("main execution started")
 *     go printHello()
 *     time.Sleep(10 * time.Millisecond)
 *     fmt.Println("main execution stopped")
 * }
 * }</pre>
 *
 * <p>The program ends when {@code main} returns, though others still run. So the greeting is printed only if the
 * goroutine gets its turn before that; a sleep makes that likely, never certain. Under virtual time the clock moves
 * only when nobody can run, therefore a {@code main} that sleeps longer than the goroutine always sees the greeting,
 * and one that sleeps shorter never does.
 */
final class MainExecution {
    private static final String STARTED = "main execution started";
    private static final String HELLO = "Hello World!";
    private static final String STOPPED = "main execution stopped";

    private static final Expected WITH_HELLO = Expected.lines(STARTED, HELLO, STOPPED);
    private static final Expected WITHOUT_HELLO = Expected.lines(STARTED, STOPPED);
    private static final Expected EITHER_WAY =
            Expected.anyOf(WITHOUT_HELLO, WITH_HELLO, Expected.lines(STARTED, STOPPED, HELLO));

    private MainExecution() {}

    static Go<Unit> program(Go<Unit> pauseOfMain, Go<Unit> pauseOfGoroutine) {
        return sequence(
                println(STARTED), //
                go(printHello(pauseOfGoroutine)),
                pauseOfMain,
                println(STOPPED));
    }

    private static Go<Unit> printHello(Go<Unit> pause) {
        return pause.then(println(HELLO));
    }

    static Seq<Sample> samples() {
        return List.of(
                sample("no-sleep", "main does not wait, the greeting is most often lost", unit(), unit(), EITHER_WAY),
                sample("sleep-0", "a sleep of 0 ms does not wait either", millis(0), unit(), EITHER_WAY),
                sample("sleep-1", "main sleeps 1 ms, time enough for a greeting", millis(1), unit(), WITH_HELLO),
                sample("sleep-10", "main sleeps 10 ms", millis(10), unit(), WITH_HELLO),
                sample(
                        "goroutine-sleeps-1",
                        "main sleeps 10 ms, the goroutine 1 ms: still in time",
                        millis(10),
                        millis(1),
                        WITH_HELLO),
                sample(
                        "goroutine-sleeps-15",
                        "main sleeps 10 ms, the goroutine 15 ms: too late",
                        millis(10),
                        millis(15),
                        WITHOUT_HELLO));
    }

    private static Sample sample(
            String name, String summary, Go<Unit> pauseOfMain, Go<Unit> pauseOfGoroutine, Expected underVirtualTime) {
        return Sample.named("hello-" + name)
                .in(Group.TUTORIAL)
                .summary(summary)
                .printsOnThreads(EITHER_WAY)
                .printsOnSeeds(underVirtualTime)
                .runs(() -> program(pauseOfMain, pauseOfGoroutine));
    }

    private static Go<Unit> millis(long n) {
        return sleep(Duration.ofMillis(n));
    }
}
