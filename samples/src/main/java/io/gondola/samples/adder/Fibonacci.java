package io.gondola.samples.adder;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;

/**
 * Fibonacci numbers with a goroutine per call, nearly two thousand in all. Go:
 *
 * <pre>{@code
 * func fib(n int, result chan<- int) {
 *     if n < 2 {
 *         result <- n
 *         return
 *     }
 *     parts := make(chan int)
 *     go fib(n-1, parts)
 *     go fib(n-2, parts)
 *     result <- <-parts + <-parts
 * }
 * }</pre>
 */
final class Fibonacci {
    private Fibonacci() {}

    static Go<Unit> program() {
        Channel<Integer> result = Channel.unbuffered();
        return go(fib(15, result)).then(result.receive()).flatMap(x -> println("fib(15) =", x));
    }

    private static Go<Unit> fib(int n, SendChannel<Integer> result) {
        return n < 2
                ? result.send(n)
                : suspend(() -> {
                    Channel<Integer> parts = Channel.unbuffered();
                    return go(fib(n - 1, parts))
                            .then(go(fib(n - 2, parts)))
                            .then(zip(parts.receive(), parts.receive(), Integer::sum))
                            .flatMap(sum -> result.send(sum));
                });
    }

    static Sample sample() {
        return Sample.named("go-fib")
                .in(Group.ADDER)
                .summary("Fibonacci numbers, with a goroutine per call")
                .prints("fib(15) = 610")
                .runs(() -> program());
    }
}
