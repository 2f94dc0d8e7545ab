package io.gondola.samples.tutorial;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import java.time.Duration;

/**
 * A goroutine without a function of its own. Go:
 *
 * <pre>{@code
 * go func(name string) {
 *     fmt.Println("Hello", name)
 * }("World")
 * }</pre>
 *
 * <p>A program is a value, so there is nothing special about it here: the body is written where it starts.
 */
final class AnonymousGoroutine {
    private AnonymousGoroutine() {}

    static Go<Unit> program() {
        String name = "World";
        return sequence(
                println("main execution started"),
                go(suspend(() -> println("Hello", name))),
                sleep(Duration.ofMillis(10)),
                println("main execution stopped"));
    }

    static Sample sample() {
        Expected greeted = Expected.lines("main execution started", "Hello World", "main execution stopped");
        return Sample.named("anonymous-goroutine")
                .in(Group.TUTORIAL)
                .summary("a goroutine whose body is written where it starts")
                .printsOnThreads(Expected.anyOf(
                        greeted,
                        Expected.lines("main execution started", "main execution stopped"),
                        Expected.lines("main execution started", "main execution stopped", "Hello World")))
                .printsOnSeeds(greeted)
                .runs(() -> program());
    }
}
