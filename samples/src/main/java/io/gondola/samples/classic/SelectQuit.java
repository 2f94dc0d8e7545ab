package io.gondola.samples.classic;

import static io.gondola.dsl.Go.*;
import static io.gondola.select.Select.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;
import io.gondola.samples.Sample;
import io.vavr.Tuple;

/**
 * Fibonacci numbers for a reader that asks, until told to quit; the page on {@code select} in the Tour of Go:
 *
 * <pre>{@code
 * select {
 * case c <- x:
 *     x, y = y, x+y
 * case <-quit:
 *     return
 * }
 * }</pre>
 */
final class SelectQuit {
    private SelectQuit() {}

    static Go<Unit> program() {
        Channel<Integer> numbers = Channel.unbuffered();
        Channel<Unit> quit = Channel.unbuffered();
        Go<Unit> listener =
                numbers.receive().flatMap(x -> println(x)).repeat(10).then(quit.send(Unit.UNIT));
        return go(listener).then(fibonacci(numbers, quit));
    }

    private static Go<Unit> fibonacci(SendChannel<Integer> numbers, ReceiveChannel<Unit> quit) {
        return loop(
                Tuple.of(0, 1),
                xy -> select(
                        onSend(numbers, xy._1, pure(Loop.next(Tuple.of(xy._2, xy._1 + xy._2)))),
                        onReceive(quit, println("quit").map(Loop::done))));
    }

    static Sample sample() {
        return Sample.named("select-quit")
                .summary("Fibonacci numbers by select, until told to quit")
                .prints("0", "1", "1", "2", "3", "5", "8", "13", "21", "34", "quit")
                .runs(() -> program());
    }
}
