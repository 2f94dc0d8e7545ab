package io.gondola.dsl;

import static io.gondola.dsl.ChannelStateTableTest.receiveAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vavr.collection.List;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.RepeatedTest;

/** The orders that Go shows with GOMAXPROCS=1. */
class OrderAtOneProcessorTest {
    private final Undisturbed rt = new Undisturbed();
    private final Channel<Integer> order = Channel.buffered(10);
    private final Channel<Integer> ch = Channel.unbuffered();

    private static Go<Unit> times(int n, io.vavr.CheckedFunction1<? super Integer, ? extends Go<?>> body) {
        return Go.forRange(0, n, i -> Go.go(Go.suspend(() -> body.apply(i).then(Go.unit()))));
    }

    @RepeatedTest(5)
    void lastSpawnedRunsFirstWhenMainBlocks() {
        rt.assertRun(times(5, order::send).then(receiveAll(order, 5))).isEqualTo(List.of(4, 0, 1, 2, 3));
    }

    @RepeatedTest(5)
    void lastSpawnedRunsFirstWhenMainYields() {
        rt.assertRun(times(5, order::send)
                        .then(Go.gosched())
                        .then(order.close())
                        .then(receiveAll(order, 5)))
                .isEqualTo(List.of(4, 0, 1, 2, 3));
    }

    @RepeatedTest(5)
    void lastSpawnedRunsFirstWhenMainSleeps() {
        rt.assertRun(times(5, order::send).then(Go.sleep(Duration.ofMillis(20))).then(receiveAll(order, 5)))
                .isEqualTo(List.of(4, 0, 1, 2, 3));
    }

    @RepeatedTest(5)
    void closeReadiesReceiversFromTheLast() {
        List<Integer> seen = rt.with(r -> Go.forRange(
                        0,
                        5,
                        i -> Go.go(ch.receive().then(order.send(i)))
                                .then(TestRuntime.waiting(r, i + 1, "chan receive")))
                .then(ch.close())
                .then(receiveAll(order, 5)));

        assertThat(seen).containsExactly(0, 4, 3, 2, 1);
    }

    @RepeatedTest(5)
    void lastServedReceiverRunsFirst() {
        List<Integer> seen = rt.with(r -> Go.forRange(
                        0,
                        5,
                        i -> Go.go(ch.receive().flatMap(v -> order.send(i * 10 + v)))
                                .then(TestRuntime.waiting(r, i + 1, "chan receive")))
                .then(Go.forRange(0, 5, ch::send))
                .then(receiveAll(order, 5)));

        assertThat(seen).containsExactly(44, 0, 11, 22, 33);
    }

    @RepeatedTest(5)
    void unbufferedProducerAndConsumerAlternateInPairs() {
        Go<Unit> producer =
                Go.forRange(0, 4, i -> Go.println("s" + i).then(ch.send(i))).then(ch.close());
        Go<Unit> consumer = ch.range(v -> Go.println("r" + v));

        assertThat(rt.lines(Go.go(producer).then(consumer))).isEqualTo(words("s0 s1 r0 r1 s2 s3 r2 r3"));
    }

    @RepeatedTest(5)
    void bufferedProducerRunsAheadByTheBuffer() {
        Channel<Integer> two = Channel.buffered(2);
        Go<Unit> producer =
                Go.forRange(0, 6, i -> Go.println("s" + i).then(two.send(i))).then(two.close());
        Go<Unit> consumer = two.range(v -> Go.println("r" + v));

        assertThat(rt.lines(Go.go(producer).then(consumer))).isEqualTo(words("s0 s1 s2 s3 r0 r1 r2 r3 s4 s5 r4 r5"));
    }

    @RepeatedTest(5)
    void yieldingLoopsAlternate() {
        Channel<Unit> done = Channel.unbuffered();
        Go<Unit> a =
                Go.forRange(0, 3, i -> Go.println("a" + i).then(Go.gosched())).then(done.send(Unit.UNIT));
        Go<Unit> b =
                Go.forRange(0, 3, i -> Go.println("b" + i).then(Go.gosched())).then(done.send(Unit.UNIT));

        assertThat(rt.lines(Go.go(a).then(Go.go(b)).then(done.receive()).then(done.receive())))
                .isEqualTo(words("b0 a0 b1 a1 b2 a2"));
    }

    private static java.util.List<String> words(String text) {
        return Arrays.asList(text.split(" "));
    }

    /**
     * One processor; a run whose thread lost its core for a whole time slice preempts, shows another order, and is left
     * out.
     */
    private static final class Undisturbed {
        <A> A with(Function<GoRuntime, Go<A>> program) {
            return with(program, System.out);
        }

        private static <A> A with(Function<GoRuntime, Go<A>> program, PrintStream out) {
            try (GoRuntime real = GoRuntime.builder().maxProcs(1).output(out).build()) {
                A value = real.run(program.apply(real));
                assumeThat(real.stats().preemptions()).isZero();
                return value;
            }
        }

        ObjectAssert<Object> assertRun(Go<?> program) {
            Object value = with(real -> program);
            return assertThat(value);
        }

        java.util.List<String> lines(Go<?> program) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Object value = with(real -> program, new PrintStream(bytes, true, StandardCharsets.UTF_8));
            assertThat(value).isNotNull();
            return bytes.toString(StandardCharsets.UTF_8).lines().toList();
        }
    }
}
