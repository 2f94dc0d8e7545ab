package io.gondola.dsl;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Tuple2;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Program shapes that must compile without explicit type arguments. */
class TypingTest {
    private final Channel<Integer> ch = Channel.unbuffered();

    private static Go<Unit> producer(SendChannel<Integer> out, int n) {
        return forRange(0, n, i -> out.send(i)).then(out.close());
    }

    private static Go<Integer> sum(ReceiveChannel<Integer> in) {
        return loop(0, acc -> in.receiveOption().map(v -> v.isEmpty() ? Loop.done(acc) : Loop.next(acc + v.get())));
    }

    private static Go<Long> fib(int n) {
        return n < 2 ? pure((long) n) : zip(suspend(() -> fib(n - 1)), suspend(() -> fib(n - 2)), Long::sum);
    }

    private Go<Unit> generator() {
        return suspend(() -> {
            Channel<String> names = Channel.buffered(1);
            return go("names", names.send("bob")).then(names.receive()).flatMap(name -> println("hi", name));
        });
    }

    private Go<ReceiveChannel<Integer>> returnsAChannel() {
        return call(() -> Channel.<Integer>unbuffered());
    }

    Seq<Go<?>> shapes() {
        Go<Option<Integer>> option = ch.receiveOption();
        Go<Integer> orElse = option.map(o -> o.getOrElse(0));
        Go<Try<Integer>> attempt = ch.receive().attempt();
        Go<Tuple2<Integer, Duration>> timed = ch.receive().timed();
        Go<Seq<Integer>> all = parallel(List.of(pure(1), ch.receive()));
        Go<Integer> found = breakable(b ->
                forEach(List.of(1, 2, 3), x -> when(x == 2, b.exit(x), unit())).as(-1));
        Go<Unit> endless = forever(b -> ch.receiveOption().flatMap(v -> v.isEmpty() ? b.exit() : println(v.get())));
        Go<Integer> recovered = ch.receive().recover(p -> pure(0));
        Go<Integer> fails = when(true, panic("x"), pure(1));
        Go<Unit> scope = scoped(s -> s.defer(ch.close()).then(ch.send(1)));
        Go<String> blocking = blocking(() -> "x");
        Go<Unit> broken = ch.range((v, b) -> v > 3 ? b.exit() : println(v));
        Go<Number> wider = when(true, pure(1), pure(2.0));
        Go<Unit> chained = sequence(producer(ch, 3), generator(), sleep(Duration.ZERO), gosched());
        Go<Unit> whiles = forWhile(() -> true, ch.send(1)).then(forWhile(ch.trySend(1), unit()));
        return List.of(
                orElse,
                attempt,
                timed,
                all,
                found,
                endless,
                recovered,
                fails,
                scope,
                blocking,
                broken,
                wider,
                chained,
                whiles,
                returnsAChannel());
    }

    @Test
    void typicalShapesCompile() {
        assertThat(shapes()).hasSize(15);
    }

    @OnEveryRuntime
    void producerAndConsumerRun(TestRuntime rt) {
        rt.assertRun(go(producer(ch, 10)).then(sum(ch))).isEqualTo(45);
    }

    @OnEveryRuntime
    void recursionRuns(TestRuntime rt) {
        rt.assertRun(fib(12)).isEqualTo(144L);
    }
}
