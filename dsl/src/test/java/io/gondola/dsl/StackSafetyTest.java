package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A million of everything on a constant Java stack. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway") // panics here have values and messages
class StackSafetyTest {
    private static final int MILLION = 1_000_000;
    private Go<Integer> left = Go.pure(0);
    private Go<Integer> then = Go.pure(0);
    private Go<Integer> thenRight = Go.pure(5);
    private Go<Integer> mapped = Go.pure(0);

    static Stream<TestRuntime> runtimes() {
        return Stream.of(TestRuntime.seed(1), TestRuntime.processors(2));
    }

    @BeforeAll
    void buildDescriptions() {
        for (int i = 0; i < MILLION; i++) {
            left = left.flatMap(x -> Go.pure(x + 1));
            then = then.then(Go.pure(i));
            thenRight = Go.unit().then(thenRight);
            mapped = mapped.map(x -> x + 1);
        }
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void leftNestedFlatMapsRun(TestRuntime rt) {
        rt.assertRun(left).isEqualTo(MILLION);
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void rightNestedFlatMapsRun(TestRuntime rt) {
        rt.assertRun(count(0)).isEqualTo(MILLION);
    }

    private static Go<Integer> count(int n) {
        return n == MILLION ? Go.pure(n) : Go.pure(n + 1).flatMap(StackSafetyTest::count);
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void leftNestedThensRun(TestRuntime rt) {
        rt.assertRun(then).isEqualTo(MILLION - 1);
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void rightNestedThensRun(TestRuntime rt) {
        rt.assertRun(thenRight).isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void nestedMapsRun(TestRuntime rt) {
        rt.assertRun(mapped).isEqualTo(MILLION);
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void tailRecursionThroughSuspendRuns(TestRuntime rt) {
        rt.assertRun(descend(MILLION)).isEqualTo("bottom");
    }

    private static Go<String> descend(int n) {
        return n == 0 ? Go.pure("bottom") : Go.suspend(() -> descend(n - 1));
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void recursionThatUsesItsResultRuns(TestRuntime rt) {
        rt.assertRun(sum(MILLION)).isEqualTo(500_000_500_000L);
    }

    private static Go<Long> sum(int n) {
        return n == 0 ? Go.pure(0L) : Go.suspend(() -> sum(n - 1)).map(s -> s + n);
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void longLoopRuns(TestRuntime rt) {
        rt.assertRun(Go.loop(0, i -> i == MILLION ? Go.pure(Loop.done(i)) : Go.pure(Loop.next(i + 1))))
                .isEqualTo(MILLION);
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void deepDefersRun(TestRuntime rt) {
        int[] ran = new int[1];

        rt.run(deferring(100_000, ran));

        assertThat(ran[0]).isEqualTo(100_000);
    }

    private static Go<Unit> deferring(int n, int[] ran) {
        return n == 0 ? Go.unit() : Go.suspend(() -> deferring(n - 1, ran)).defer(Go.run(() -> ran[0]++));
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void panicUnwindsDeepDefers(TestRuntime rt) {
        int[] ran = new int[1];
        Go<Unit> deep = Go.unit();
        for (int i = 0; i < 100_000; i++) {
            deep = deep.defer(Go.run(() -> ran[0]++));
        }

        rt.assertRun(deep.then(Go.<Unit>panic("x")).recover(p -> Go.unit())).isEqualTo(Unit.UNIT);
        assertThat(ran[0]).isEqualTo(100_000);
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void thousandsOfSuccessivePanicsInDefersEndInOneRecover(TestRuntime rt) {
        Go<Unit> deep = Go.panic("first");
        for (int i = 0; i < 20_000; i++) {
            deep = deep.defer(Go.panic(i));
        }

        rt.assertRun(deep.as("").recover(p -> Go.pure(p.getMessage()))).isEqualTo("19999");
    }
}
