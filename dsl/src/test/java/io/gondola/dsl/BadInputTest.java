package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.CheckedFunction0;
import io.vavr.CheckedFunction1;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("NullAway") // nulls are what is refused
class BadInputTest {
    private static final String NULL_PROGRAM = "the function returned null in place of a program";

    @ParameterizedTest(name = "{0}")
    @MethodSource("nulls")
    void nullIsRefusedWhenTheDescriptionIsBuilt(String parameter, ThrowingCallable build) {
        assertThatThrownBy(build).isInstanceOf(NullPointerException.class).hasMessage(parameter);
    }

    static Stream<Arguments> nulls() {
        Channel<Integer> ch = Channel.unbuffered();
        Go<Unit> u = Go.unit();
        return Stream.of(
                refused("value", () -> ch.blocking().send(null)),
                refused("value", () -> ch.blocking().trySend(null)),
                refused("body", () -> ch.range((CheckedFunction1<Integer, Go<?>>) null)),
                refused("name", () -> ch.named(null)),
                refused("f", () -> Go.call(null)),
                refused("f", () -> Go.run(null)),
                refused("f", () -> Go.blocking(null)),
                refused("f", () -> Go.suspend(null)),
                refused("register", () -> Go.async(null)),
                refused("stage", () -> Go.fromFuture(null)),
                refused("name", () -> Go.go(null, u)),
                refused("d", () -> Go.sleep(null)),
                refused("body", () -> Go.breakable(null)),
                refused("body", () -> Go.scoped(null)),
                refused("step", () -> Go.loop(0, null)),
                refused("first", () -> Go.sequence((CheckedFunction0<Go<Unit>>) null)),
                refused("more[0]", () -> Go.sequence(() -> u, (CheckedFunction0<Go<Unit>>) null)),
                refused("sequence: iterator() returned null", () -> Go.sequence((Iterable<Go<?>>) () -> null)),
                refused("parallel: iterator() returned null", () -> Go.parallel(() -> null)),
                refused("step", () -> Go.forever(0, null)),
                refused("cond", () -> Go.when((CheckedFunction0<Boolean>) null, u, u)),
                refused("f", () -> u.map(null)),
                refused("f", () -> u.flatMap(null)),
                refused("next", () -> u.then((CheckedFunction0<Go<Unit>>) null)),
                refused("f", () -> u.peek(null)),
                refused("handler", () -> u.recover(null)),
                refused("handler", () -> u.onPanic(null)),
                refused("label", () -> u.named(null)));
    }

    private static Arguments refused(String parameter, ThrowingCallable build) {
        return Arguments.of(parameter, build);
    }

    @Test
    void negativeCapacityIsRefusedWithGosTextAndTheValue() {
        assertThatThrownBy(() -> Channel.buffered(-3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("makechan: size out of range: capacity=-3");
    }

    /** The JVM has arrays of up to MAX_VALUE - 2 elements or so, however large the heap is. */
    @Test
    void capacityThatNoHeapHoldsIsRefusedBeforeMemoryIsAskedFor() {
        assertThatThrownBy(() -> Channel.buffered(Integer.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("makechan: size out of range: capacity=2147483647, with this heap at most ");
    }

    @Test
    void negativeRepeatNamesParameterAndValue() {
        assertThatThrownBy(() -> Go.unit().repeat(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("n must not be negative: -1");
    }

    @Test
    void negativeRetriesNameParameterAndValue() {
        assertThatThrownBy(() -> Go.unit().retry(-1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("times must not be negative: -1");
    }

    @Test
    void negativeRetryDelayNamesParameterAndValue() {
        assertThatThrownBy(() -> Go.unit().retry(1, Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("firstDelay must not be negative: PT-1S");
    }

    @Test
    void maxProcsOfZeroNamesParameterAndValue() {
        assertThatThrownBy(() -> GoRuntime.builder().maxProcs(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxProcs")
                .hasMessageContaining("0");
    }

    @Test
    void negativeMaxProcsNamesParameterAndValue() {
        assertThatThrownBy(() -> GoRuntime.builder().maxProcs(-2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxProcs")
                .hasMessageContaining("-2");
    }

    @OnEveryRuntime
    void negativeSleepReturnsAtOnceAsInGo(TestRuntime rt) {
        rt.assertRun(Go.sleep(Duration.ofSeconds(-5)).as("woke")).isEqualTo("woke");
    }

    @OnEveryRuntime
    void nullFromFlatMapIsAPanicThatSaysSo(TestRuntime rt) {
        assertThat(rt.panic(Go.unit().flatMap(u -> null)))
                .hasMessageContaining(NULL_PROGRAM)
                .hasMessageContaining("flatMap");
    }

    @OnEveryRuntime
    void nullFromSuspendIsAPanicThatSaysSo(TestRuntime rt) {
        assertThat(rt.panic(Go.suspend(() -> null))).hasMessageContaining(NULL_PROGRAM);
    }

    @OnEveryRuntime
    void nullFromForRangeIsAPanicThatSaysSo(TestRuntime rt) {
        assertThat(rt.panic(Go.forRange(0, 1, i -> null))).hasMessageContaining(NULL_PROGRAM);
    }

    @OnEveryRuntime
    void nullFromForEachIsAPanicThatSaysSo(TestRuntime rt) {
        assertThat(rt.panic(Go.forEach(java.util.List.of(1), i -> null))).hasMessageContaining(NULL_PROGRAM);
    }

    @OnEveryRuntime
    void nullFromRangeIsAPanicThatSaysSo(TestRuntime rt) {
        Channel<Integer> ch = Channel.buffered(1);

        assertThat(rt.panic(ch.send(1).then(ch.range(v -> null)))).hasMessageContaining(NULL_PROGRAM);
    }

    @OnEveryRuntime
    void nullFromForeverIsAPanicThatSaysSo(TestRuntime rt) {
        assertThat(rt.panic(Go.forever(b -> null))).hasMessageContaining(NULL_PROGRAM);
    }

    @OnEveryRuntime
    void nullFromBreakableIsAPanicThatSaysSo(TestRuntime rt) {
        assertThat(rt.panic(Go.breakable(b -> null))).hasMessageContaining(NULL_PROGRAM);
    }

    @OnEveryRuntime
    void nullFromScopedIsAPanicThatSaysSo(TestRuntime rt) {
        assertThat(rt.panic(Go.scoped(s -> null))).hasMessageContaining(NULL_PROGRAM);
    }

    @OnEveryRuntime
    void nullFromAStepOfALoopIsAPanicThatSaysSo(TestRuntime rt) {
        assertThat(rt.panic(Go.loop(0, s -> null))).hasMessageContaining(NULL_PROGRAM);
    }

    @OnEveryRuntime
    void nullFromARecoverHandlerIsAPanicThatSaysSo(TestRuntime rt) {
        assertThat(rt.panic(Go.<Unit>panic("x").recover(p -> null))).hasMessageContaining(NULL_PROGRAM);
    }

    @OnEveryRuntime
    void nullInPlaceOfAConditionIsAPanic(TestRuntime rt) {
        assertThat(rt.panic(Go.when(Go.<Boolean>pure(null), Go.unit(), Go.unit())))
                .hasCauseInstanceOf(NullPointerException.class);
    }

    @OnEveryRuntime
    void nullIsAValueLikeAnyOther(TestRuntime rt) {
        rt.assertRun(Go.pure(null).flatMap(x -> Go.pure(x == null ? "null" : "other")))
                .isEqualTo("null");
    }

    @OnEveryRuntime
    void brokenFunctionDisturbsNoOtherGoroutine(TestRuntime rt) {
        Channel<String> ch = Channel.unbuffered();
        Go<Unit> broken = Go.unit().flatMap(u -> (Go<Unit>) null).recover(p -> ch.send("recovered"));

        rt.assertRun(Go.go(broken).then(ch.receive())).isEqualTo("recovered");
    }

    @OnEveryRuntime
    void interruptOfTheThreadByALambdaDoesNotStopOthers(TestRuntime rt) {
        Channel<Integer> ch = Channel.unbuffered();
        Go<Unit> rude = Go.run(() -> Thread.currentThread().interrupt()).then(ch.send(1));
        try {
            rt.assertRun(Go.go(rude)
                            .then(ch.receive())
                            .then(Go.sleep(Duration.ofMillis(5)))
                            .as("fine"))
                    .isEqualTo("fine");
        } finally {
            assertThat(Thread.interrupted()).isIn(true, false);
        }
    }
}
