package io.gondola.samples.greet;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.vavr.collection.List;
import java.time.Duration;

/**
 * Two greetings as callbacks on a Python-style event loop, where a pause is a callback for later. Python:
 *
 * <pre>{@code
 * async def greet(name, delay):
 *     print("Hello", name)
 *     await asyncio.sleep(delay)
 *     print("Goodbye", name)
 * }</pre>
 *
 * <p>With goroutines the body of {@code greet} would be three plain steps; here it is cut in two at the pause.
 */
final class GreetOnEventLoop {
    private GreetOnEventLoop() {}

    static Go<Unit> program() {
        EventLoop loop = new EventLoop();
        return sequence(
                loop.callSoon(greet(loop, "Ann", Duration.ofMillis(60))),
                loop.callSoon(greet(loop, "Bob", Duration.ofMillis(10))),
                loop.run(),
                println("the loop has nothing left to do"));
    }

    private static Go<Unit> greet(EventLoop loop, String name, Duration delay) {
        return println("Hello", name).then(loop.callLater(delay, println("Goodbye", name)));
    }

    static Sample sample() {
        String end = "the loop has nothing left to do";
        return Sample.named("greet-event-loop")
                .in(Group.GREET)
                .summary("two greetings as callbacks on an event loop, as in Python")
                .onMaxProcs(1)
                .printsOnThreads(Expected.interleaving(
                                List.of("Hello Ann", "Hello Bob", "Goodbye Ann", end), List.of("Goodbye Bob"))
                        .and(Expected.endsWith(end)))
                .printsOnSeeds(Expected.lines("Hello Ann", "Hello Bob", "Goodbye Bob", "Goodbye Ann", end))
                .runs(() -> program());
    }
}
