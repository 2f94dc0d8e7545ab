package io.gondola.dsl;

import static io.gondola.dsl.Go.println;
import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.List;
import io.vavr.collection.Vector;

@SuppressWarnings("NullAway") // panics here have values and messages
class LoopTest {
    /** {@code Go::println} is ambiguous where a function of one argument and one of two are possible. */
    @OnEveryRuntime
    void printLineIsAFunctionForEveryLoop(TestRuntime rt) {
        Channel<String> ch = Channel.buffered(1);

        assertThat(rt.lines(Go.forEach(List.of("a"), Go::printLine)
                        .then(Go.forRange(0, 2, Go::printLine))
                        .then(ch.send("b").then(ch.close()))
                        .then(ch.range(Go::printLine))))
                .containsExactly("a", "0", "1", "b");
    }

    @OnEveryRuntime
    void foreverWithAStateHandsItFromStepToStep(TestRuntime rt) {
        assertThat(rt.lines(Go.<Unit>breakable(b -> Go.forever(
                        1, n -> n > 20 ? b.<Integer>exit() : println(n).as(n * 3)))))
                .containsExactly("1", "3", "9");
    }

    @OnEveryRuntime
    void foreverWithAStateEndsWithAPanic(TestRuntime rt) {
        assertThat(rt.panic(Go.forever(3, n -> n == 0 ? Go.panic("none left") : Go.pure(n - 1))))
                .hasMessageContaining("none left");
    }

    /** A million rounds take no stack, and the state of one run does not reach the next. */
    @OnEveryRuntime
    void foreverWithAStateBeginsWithItsFirstStateEachTime(TestRuntime rt) {
        Go<Integer> program = Go.breakable(b -> Go.forever(0, n -> n == 100_000 ? b.<Integer>exit(n) : Go.pure(n + 1)));

        rt.assertRun(program.flatMap(x -> program)).isEqualTo(100_000);
    }

    @OnEveryRuntime
    void nullFromTheStepOfForeverIsAPanicThatSaysSo(TestRuntime rt) {
        assertThat(rt.panic(Go.forever(0, n -> null)))
                .hasMessageContaining("forever: the function returned null in place of a program");
    }

    @OnEveryRuntime
    void forRangeCountsFromLoToBelowHi(TestRuntime rt) {
        assertThat(rt.lines(Go.forRange(2, 5, i -> println(i)))).containsExactly("2", "3", "4");
    }

    @OnEveryRuntime
    void emptyForRangeDoesNothing(TestRuntime rt) {
        assertThat(rt.lines(Go.forRange(5, 2, i -> println(i)))).isEmpty();
    }

    @OnEveryRuntime
    void forRangeReachesTheLargestInt(TestRuntime rt) {
        assertThat(rt.lines(Go.forRange(Integer.MAX_VALUE - 2, Integer.MAX_VALUE, i -> println(i))))
                .containsExactly("2147483645", "2147483646");
    }

    @OnEveryRuntime
    void forRangeFromTheSmallestToTheLargestIntBegins(TestRuntime rt) {
        assertThat(rt.lines(Go.forRange(
                        Integer.MIN_VALUE,
                        Integer.MAX_VALUE,
                        (i, b) -> println(i).then(b.exit()))))
                .containsExactly("-2147483648");
    }

    @OnEveryRuntime
    void forEachGoesThroughTheIterable(TestRuntime rt) {
        assertThat(rt.lines(Go.forEach(List.of("a", "b"), x -> println(x)))).containsExactly("a", "b");
    }

    @OnEveryRuntime
    void forEachStartsAnewInEachRun(TestRuntime rt) {
        assertThat(rt.lines(Go.forEach(List.of("a", "b"), x -> println(x)).repeat(2)))
                .containsExactly("a", "b", "a", "b");
    }

    @OnEveryRuntime
    void forWhileAsksBeforeEachTurn(TestRuntime rt) {
        int[] n = new int[1];

        rt.run(Go.forWhile(() -> n[0] < 3, Go.run(() -> n[0]++)));

        assertThat(n[0]).isEqualTo(3);
    }

    @OnEveryRuntime
    void forWhileAsksAProgramBeforeEachTurn(TestRuntime rt) {
        Channel<Integer> ch = Channel.buffered(5);

        rt.assertRun(Go.forWhile(ch.length().map(n -> n < 3), ch.send(0)).then(ch.length()))
                .isEqualTo(3);
    }

    @OnEveryRuntime
    void loopCarriesItsState(TestRuntime rt) {
        rt.assertRun(Go.loop(1, n -> Go.pure(n > 100 ? Loop.done("at " + n) : Loop.next(n * 2))))
                .isEqualTo("at 128");
    }

    @OnEveryRuntime
    void sequenceRunsInOrder(TestRuntime rt) {
        assertThat(rt.lines(Go.sequence(println(1), println(2), println(3)))).containsExactly("1", "2", "3");
    }

    @OnEveryRuntime
    void repeatOfZeroDoesNothing(TestRuntime rt) {
        assertThat(rt.lines(println("x").repeat(0))).isEmpty();
    }

    @OnEveryRuntime
    void zipYieldsAllInOrder(TestRuntime rt) {
        rt.assertRun(Go.zip(Go.pure(1), Go.pure("b"), Go.pure(3L), Go.pure('d'), (a, b, c, d) -> a + b + c + d))
                .isEqualTo("1b3d");
    }

    @OnEveryRuntime
    void parallelYieldsItsValuesInOrder(TestRuntime rt) {
        Vector<Go<Integer>> members =
                Vector.range(0, 50).map(i -> Go.gosched().repeat(50 - i).as(i));

        rt.assertRun(Go.parallel(members)).isEqualTo(Vector.range(0, 50));
    }

    @OnEveryRuntime
    void parallelOfNothingIsEmpty(TestRuntime rt) {
        rt.assertRun(Go.parallel(List.<Go<Integer>>empty())).isEqualTo(Vector.empty());
    }

    @OnEveryRuntime
    void parallelMembersMayTalkToOneAnother(TestRuntime rt) {
        Channel<String> ch = Channel.unbuffered();
        List<Go<String>> members = List.of(ch.receive(), ch.send("hello").as("sent"));

        rt.assertRun(Go.parallel(members)).isEqualTo(Vector.of("hello", "sent"));
    }

    @OnEveryRuntime
    void panicInTheBodyLeavesTheLoop(TestRuntime rt) {
        Go<Unit> program = Go.forRange(0, 5, i -> i == 2 ? Go.<Unit>panic("two") : println(i));

        assertThat(rt.lines(program.recover(p -> println(p.value())))).containsExactly("0", "1", "two");
    }

    @OnEveryRuntime
    void endlessLoopOfOneGoroutineDoesNotStarveOthers(TestRuntime rt) {
        Channel<String> ch = Channel.unbuffered();

        rt.assertRun(Go.go(Go.forever(Go.unit())).then(Go.go(ch.send("done"))).then(ch.receive()))
                .isEqualTo("done");
    }
}
