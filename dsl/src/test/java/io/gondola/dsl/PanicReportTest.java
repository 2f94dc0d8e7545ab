package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PanicReportTest {
    private static String head(TestRuntime rt, Go<?> program) {
        return rt.panic(program).report().split("\n\n", -1)[0];
    }

    @ParameterizedTest
    @MethodSource("values")
    void valueIsPrintedAsInGo(Object value, String text) {
        assertThat(head(TestRuntime.seed(0), Go.panic(value))).isEqualTo("panic: " + text);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("boom", "boom"),
                Arguments.of("a\nb", "a\n\tb"),
                Arguments.of(42, "42"),
                Arguments.of(1.5, "+1.500000e+000"),
                Arguments.of(-1.5e-300, "-1.500000e-300"),
                Arguments.of(1.5f, "+1.500000e+000"),
                Arguments.of(true, "true"),
                Arguments.of(null, "panic called with nil argument"));
    }

    record Point(int x, int y) {}

    @OnEveryRuntime
    void otherObjectsArePrintedByTheirToString(TestRuntime rt) {
        assertThat(head(rt, Go.panic(new Point(1, 2)))).isEqualTo("panic: Point[x=1, y=2]");
        assertThat(head(rt, Go.panic(io.vavr.collection.List.of("a", "b")))).isEqualTo("panic: List(a, b)");
    }

    @OnEveryRuntime
    void exceptionsOfJavaArePrintedByTheirOwnText(TestRuntime rt) {
        int zero = 0;
        assertThat(head(rt, Go.call(() -> 1 / zero))).isEqualTo("panic: java.lang.ArithmeticException: / by zero");
        assertThat(head(rt, Go.call(() -> new int[] {7}[zero + 5])))
                .isEqualTo("panic: java.lang.ArrayIndexOutOfBoundsException: Index 5 out of bounds for length 1")
                .doesNotContain("SIGSEGV");
    }

    @OnEveryRuntime
    void reportShowsThePanickingGoroutineOnly(TestRuntime rt) {
        String report = rt.panic(Go.go(Go.never()).then(Go.panic("boom"))).report();

        assertThat(report).startsWith("panic: boom\n\ngoroutine 1 [running]:").doesNotContain("goroutine 2 [");
    }

    @OnEveryRuntime
    void panicOfAChildEndsTheProgram(TestRuntime rt) {
        String report = rt.panic(Go.go(Go.panic("child")).then(Go.never())).report();

        assertThat(report).startsWith("panic: child\n\ngoroutine 2 [running]:").endsWith("in goroutine 1");
    }

    @OnEveryRuntime
    void panicsInDefersFormAChainFromTheOldest(TestRuntime rt) {
        Go<Unit> program = Go.<Unit>panic("first").defer(Go.panic("second")).defer(Go.panic("third"));

        assertThat(head(rt, program)).isEqualTo("panic: first\n\tpanic: second\n\tpanic: third");
    }

    @OnEveryRuntime
    void recoveredPanicBeforeANewOneIsMarked(TestRuntime rt) {
        Go<Unit> program = Go.<Unit>panic("PANIC").recover(p -> Go.panic("other"));

        assertThat(head(rt, program)).isEqualTo("panic: PANIC [recovered]\n\tpanic: other");
    }

    @OnEveryRuntime
    void samePanicRaisedAgainIsMarkedAsRepanicked(TestRuntime rt) {
        Go<Unit> program = Go.<Unit>panic("PANIC").recover(p -> {
            throw p;
        });

        assertThat(head(rt, program)).isEqualTo("panic: PANIC [recovered, repanicked]");
    }

    @OnEveryRuntime
    void panicGivenToPanicIsMarkedAsRepanicked(TestRuntime rt) {
        Go<Unit> program = Go.<Unit>panic("PANIC").recover(p -> Go.panic(p));

        assertThat(head(rt, program)).isEqualTo("panic: PANIC [recovered, repanicked]");
    }

    @OnEveryRuntime
    void sameValueRaisedAgainIsMarkedAsRepanicked(TestRuntime rt) {
        Go<Unit> program = Go.<Unit>panic("PANIC").recover(p -> Go.panic(p.value()));

        assertThat(head(rt, program)).isEqualTo("panic: PANIC [recovered, repanicked]");
    }

    @OnEveryRuntime
    void repanicInTheMiddleOfAChainIsMarkedThere(TestRuntime rt) {
        Go<Unit> program = Go.<Unit>panic("inner")
                .recover(p -> Go.panic("middle"))
                .recover(p -> {
                    throw p;
                })
                .defer(Go.panic("outer"));

        assertThat(head(rt, program))
                .isEqualTo("panic: inner [recovered]\n\tpanic: middle [recovered, repanicked]\n\tpanic: outer");
    }

    @OnEveryRuntime
    void earlierPanicThatWasRecoveredForGoodIsNotShown(TestRuntime rt) {
        Go<Unit> program = Go.<Unit>panic("old").recover(p -> Go.unit()).then(Go.panic("new"));

        assertThat(head(rt, program)).isEqualTo("panic: new");
    }

    @OnEveryRuntime
    void onPanicLeavesNoMark(TestRuntime rt) {
        assertThat(head(rt, Go.panic("x").onPanic(p -> Go.unit()))).isEqualTo("panic: x");
    }

    @OnEveryRuntime
    void valueWhoseTextPanicsIsStillReported(TestRuntime rt) {
        Object bad = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        };

        assertThat(rt.panic(Go.panic(bad))).hasMessageContaining("panic while printing panic value");
    }

    @OnEveryRuntime
    void onlyOnePanicOfManyIsReported(TestRuntime rt) {
        Go<Unit> program = Go.forRange(0, 20, i -> Go.go(Go.panic("p" + i))).then(Go.never());

        assertThat(head(rt, program)).matches("panic: p\\d+");
    }
}
