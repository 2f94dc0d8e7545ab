package io.gondola.dsl;

import static io.gondola.dsl.Go.call;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.println;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.unit;
import static io.gondola.dsl.Go.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.CheckedFunction0;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A program is built at one time and run at another: what is asked when, and what is said of a null that came too
 * early.
 */
@SuppressWarnings("NullAway") // nulls are what is refused
class TwoTimesTest {
    @OnEveryRuntime
    void thenWithAProgramHasTheValueOfWhenItWasBuilt(TestRuntime rt) {
        AtomicInteger n = new AtomicInteger(1);

        rt.assertRun(run(() -> n.set(2)).then(pure(n.get()))).isEqualTo(1);
    }

    @OnEveryRuntime
    void thenWithAFunctionHasTheValueOfWhenItIsReached(TestRuntime rt) {
        AtomicInteger n = new AtomicInteger(1);

        rt.assertRun(run(() -> n.set(2)).then(() -> pure(n.get()))).isEqualTo(2);
    }

    /** The receiver's answer is known only after the other goroutine has set it. */
    @OnEveryRuntime
    void aResultThatAnotherGoroutineSetsIsSent(TestRuntime rt) {
        Channel<Unit> ready = Channel.unbuffered();
        Channel<String> out = Channel.unbuffered();
        AtomicReference<String> res = new AtomicReference<>();
        Go<Unit> worker = run(() -> res.set("done")).then(ready.send(Unit.UNIT));

        rt.assertRun(go(worker)
                        .then(go(ready.receive().then(() -> out.send(res.get()))))
                        .then(out.receive()))
                .isEqualTo("done");
    }

    @OnEveryRuntime
    void thenAsksItsFunctionEachTime(TestRuntime rt) {
        AtomicInteger n = new AtomicInteger();
        Go<Unit> program = unit().then(() -> println(n.incrementAndGet()));

        assertThat(rt.lines(program.repeat(3))).containsExactly("1", "2", "3");
    }

    @OnEveryRuntime
    void thenTakesAMethodThatBuildsAProgram(TestRuntime rt) {
        assertThat(rt.lines(unit().then(TwoTimesTest::greeting))).containsExactly("hello");
    }

    private static Go<Unit> greeting() {
        return println("hello");
    }

    @OnEveryRuntime
    void anExceptionOfTheFunctionOfThenIsAPanic(TestRuntime rt) {
        Go<String> failing = unit().then(() -> {
            throw new java.io.IOException("disk");
        });

        rt.assertRun(failing.recover(p -> pure(p.getMessage()))).asString().contains("disk");
    }

    @OnEveryRuntime
    void nullFromTheFunctionOfThenIsAPanicThatSaysSo(TestRuntime rt) {
        assertThat(rt.panic(unit().then(() -> null)))
                .hasMessageContaining("then: the function returned null in place of a program");
    }

    @OnEveryRuntime
    void sequenceOfFunctionsBuildsEachStepWhenItIsReached(TestRuntime rt) {
        AtomicInteger n = new AtomicInteger();

        assertThat(rt.lines(sequence(
                        () -> run(n::incrementAndGet),
                        () -> println(n.get()),
                        () -> run(n::incrementAndGet),
                        () -> println(n.get()))))
                .containsExactly("1", "2");
    }

    @OnEveryRuntime
    void nullFromAFunctionOfSequenceIsAPanicThatSaysSo(TestRuntime rt) {
        assertThat(rt.panic(sequence(() -> unit(), () -> null)))
                .hasMessageContaining("sequence: the function returned null in place of a program");
    }

    @OnEveryRuntime
    void whenWithAFunctionAsksItWhenItIsReached(TestRuntime rt) {
        AtomicInteger n = new AtomicInteger();
        Go<Integer> early = run(() -> n.set(1)).then(when(n.get() > 0, pure(1), pure(0)));
        Go<Integer> late = run(() -> n.set(1)).then(when(() -> n.get() > 0, pure(1), pure(0)));

        rt.assertRun(Go.zip(early, late, (a, b) -> a + " " + b)).isEqualTo("0 1");
    }

    @Test
    void aStepThatIsBuiltLaterIsExplainedByItsName() {
        assertThat(unit().then(() -> println(1)).explain()).isEqualTo("unit\nthen");
        assertThat(sequence(() -> println(1), () -> println(2)).explain()).isEqualTo("sequence\nsequence");
    }

    /** Both overloads of then, and generic methods, need no type arguments. */
    @Test
    void overloadsNeedNoHelp() {
        Go<String> a = unit().then(pure("a"));
        Go<String> b = unit().then(() -> pure("b"));
        Go<String> c = unit().then(Go.never());
        Go<String> d = unit().then(Go.goexit());
        Go<String> e = unit().then(a.flatMap(x -> b)).then(c).then(() -> d);
        Go<Integer> f = e.then(() -> e.map(String::length));
        Go<?> g = unit().then(e.attempt()).then(() -> f.attempt());
        CheckedFunction0<Go<Integer>> later = () -> f;

        assertThat(g.then(later)).isInstanceOf(Go.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nulls")
    void aNullSaysThatItWasGivenBeforeTheProgramRuns(String text, ThrowingCallable build) {
        assertThatThrownBy(build)
                .isInstanceOf(NullPointerException.class)
                .hasMessageStartingWith(text)
                .hasMessageContaining("before it runs")
                .hasMessageContaining("then(() -> …)");
    }

    static Stream<Arguments> nulls() {
        Channel<Integer> jobs = Channel.<Integer>buffered(1).named("jobs");
        Channel<Integer> nil = Channel.nil();
        Go<Unit> u = unit();
        Go<Unit> none = null;
        return Stream.of(
                says("value is null: send on jobs takes", () -> jobs.send(null)),
                says("value is null: trySend on jobs takes", () -> jobs.trySend(null)),
                says("value is null: send on nil chan takes", () -> nil.send(null)),
                says("value is null: trySend on nil chan takes", () -> nil.trySend(null)),
                says("next is null: ", () -> u.then(none)),
                says("cleanup is null: ", () -> u.defer(none)),
                says("body is null: ", () -> go(none)),
                says("body is null: ", () -> go("name", none)),
                says("steps[1] is null: ", () -> sequence(u, none)),
                says("then is null: ", () -> when(true, none, u)),
                says("otherwise is null: ", () -> when(true, u, none)),
                says("otherwise is null: ", () -> when(call(() -> true), u, none)),
                says("a2 is null: ", () -> Go.zip(u, none, (a, b) -> a)),
                says("a1 is null: ", () -> Go.zipFlat(none, u, (a, b) -> u)));
    }

    private static Arguments says(String text, ThrowingCallable build) {
        return Arguments.of(text, build);
    }
}
