package io.gondola.samples.classic;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;
import io.gondola.samples.Sample;

/**
 * The prime sieve: a chain of goroutines, one per prime, each of which lets through what its prime does not divide.
 * Go's {@code doc/play/sieve.go}: {@code go filter(ch, ch1, prime)}.
 */
final class PrimeSieve {
    private PrimeSieve() {}

    static Go<Unit> program(int primes) {
        Channel<Integer> numbers = Channel.unbuffered();
        return go(generate(numbers)).then(sieve(numbers, primes));
    }

    private static Go<Unit> generate(SendChannel<Integer> out) {
        return loop(2, n -> out.send(n).as(Loop.next(n + 1)));
    }

    private static Go<Unit> sieve(ReceiveChannel<Integer> in, int primes) {
        return primes == 0
                ? unit()
                : in.receive().flatMap(prime -> {
                    Channel<Integer> out = Channel.unbuffered();
                    return println(prime).then(go(filter(in, out, prime))).then(sieve(out, primes - 1));
                });
    }

    private static Go<Unit> filter(ReceiveChannel<Integer> in, SendChannel<Integer> out, int prime) {
        return forever(in.receive().flatMap(n -> n % prime == 0 ? unit() : out.send(n)));
    }

    static Sample sample() {
        return Sample.named("prime-sieve")
                .summary("the first ten primes, with a goroutine for each")
                .prints("2", "3", "5", "7", "11", "13", "17", "19", "23", "29")
                .runs(() -> program(10));
    }
}
