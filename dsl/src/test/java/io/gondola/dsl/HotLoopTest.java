package io.gondola.dsl;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.CheckedFunction1;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loops that are hot go on with code of their own, and nobody can tell. */
@SuppressWarnings("NullAway") // nulls are what is refused
class HotLoopTest {
    /** Enough for a loop to ask as often as it must. */
    private static final int ROUNDS = 20 * HotRounds.LONG_LOOP;

    private static Rounds hot(Object function) {
        Rounds rounds = HotRounds.SHARED;
        for (int i = 0; i < 100 && rounds == HotRounds.SHARED; i++) {
            rounds = HotRounds.of(function);
        }
        return rounds;
    }

    @Test
    void eachClassOfFunctionsGetsACopyAndKeepsIt() {
        CheckedFunction1<Integer, Go<Unit>> one = i -> unit();
        CheckedFunction1<Integer, Go<Unit>> other = i -> unit();

        assertThat(hot(one)).isNotSameAs(HotRounds.SHARED).isSameAs(hot(one)).isNotSameAs(hot(other));
        assertThat(hot(one).getClass().isHidden()).isTrue();
    }

    @Test
    void aLoopWithoutAFunctionIsExecutedByTheSharedRounds() {
        assertThat(hot(null)).isSameAs(HotRounds.SHARED);
    }

    @Test
    void aFunctionThatIsAskedForSeldomGetsNoCopy() {
        CheckedFunction1<Integer, Go<Unit>> seldom = i -> unit();

        assertThat(HotRounds.of(seldom)).isSameAs(HotRounds.SHARED);
    }

    @Test
    void theClassOfAFunctionIsNotKept() throws Exception {
        WeakReference<Class<?>> type = new WeakReference<>(hotOfAThrowAwayClass());

        assertThat(Garbage.isCollected(() -> type.refersTo(null))).isTrue();
    }

    private static Class<?> hotOfAThrowAwayClass() throws Exception {
        byte[] code;
        try (var in = HotLoopTest.class.getResourceAsStream("HotLoopTest$Throwaway.class")) {
            code = in.readAllBytes();
        }
        Class<?> type = MethodHandles.lookup().defineHiddenClass(code, true).lookupClass();
        var constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        assertThat(hot(constructor.newInstance())).isNotSameAs(HotRounds.SHARED);
        return type;
    }

    static final class Throwaway {
        Throwaway() {}
    }

    @OnEveryRuntime
    void everyKindOfLoopYieldsTheSameBeforeAndAfterItIsHot(TestRuntime runtime) {
        for (int run = 0; run < 10; run++) {
            assertThat(runtime.run(sums())).isEqualTo(5L * ROUNDS * (ROUNDS - 1) / 2);
        }
    }

    /**
     * The sum of all numbers below {@link #ROUNDS}, by five kinds of loops over a channel, and bodies of all shapes.
     */
    private static Go<Long> sums() {
        return suspend(() -> {
            long[] sum = new long[1];
            Channel<Integer> c = Channel.buffered(16);
            Go<Unit> produce = forRange(0, ROUNDS, i -> c.send(i));
            Go<Unit> add = c.receive().flatMap(v -> run(() -> sum[0] += v));
            return go(produce.then(produce)
                            .then(produce)
                            .then(produce)
                            .then(produce)
                            .then(c.close()))
                    .then(forRange(0, ROUNDS, i -> c.receive().peek(v -> sum[0] += v)))
                    .then(add.repeat(ROUNDS))
                    .then(loop(
                            0,
                            i -> i == ROUNDS
                                    ? pure(Loop.<Integer, Unit>done(Unit.UNIT))
                                    : c.receive().map(v -> {
                                        sum[0] += v;
                                        return Loop.<Integer, Unit>next(i + 1);
                                    })))
                    .then(suspend(() -> {
                        int[] left = {ROUNDS};
                        return breakable(b ->
                                forever(unit().then(c.receive()).then(unit()).flatMap(u -> {
                                    sum[0] += ROUNDS - left[0];
                                    return --left[0] == 0 ? b.exit(Unit.UNIT) : unit();
                                })));
                    }))
                    .then(c.range(v -> run(() -> sum[0] += v)))
                    .then(call(() -> sum[0]));
        });
    }

    @OnEveryRuntime
    void stepsExecutedInPlaceYieldTheSameBeforeAndAfterTheyAreHot(TestRuntime runtime) {
        for (int run = 0; run < 10; run++) {
            assertThat(runtime.run(counts())).isEqualTo(9L * ROUNDS / 10);
        }
    }

    /** Counts rounds whose bodies are no operations, and hold others that are none. */
    private static Go<Long> counts() {
        int rounds = ROUNDS / 10;
        return suspend(() -> {
            long[] count = new long[1];
            int[] left = {rounds};
            Channel<Integer> c = Channel.buffered(1);
            Go<Unit> add = run(() -> count[0]++);
            Go<Integer> through = c.send(1).then(c.receive());
            return forRange(0, rounds, i -> add.then(unit()).defer(unit()).then(unit()))
                    .then(forRange(
                            0,
                            rounds,
                            i -> zip(through, through, (a, b) -> a + b).flatMap(two -> unit().then(() -> add))))
                    .then(forRange(0, rounds, i -> sequence(() -> unit(), () -> add.as(0), () -> unit())))
                    .then(forRange(
                            0,
                            rounds / 2,
                            i -> forEach(List.of(1, 2), v -> through.map(w -> v).peek(w -> count[0]++))))
                    .then(forWhile(() -> left[0]-- > 0, add.then(through).then(unit())))
                    .then(breakable(b -> forever(
                            0,
                            n -> n == rounds
                                    ? b.exit(Unit.UNIT)
                                    : add.defer(unit()).as(n + 1))))
                    .then(forEach(io.vavr.collection.List.range(0, rounds), n -> add.repeat(1)))
                    .then(forRange(
                            0,
                            rounds,
                            i -> loop(
                                    0,
                                    n -> n == 1
                                            ? pure(Loop.<Integer, Unit>done(Unit.UNIT))
                                            : add.as(Loop.next(n + 1)))))
                    .then(forRange(
                            0,
                            rounds,
                            i -> through.then(through)
                                    .flatMap(v -> through.flatMap(w ->
                                            through.flatMap(x -> through.flatMap(y -> through.flatMap(z -> add)))))))
                    .then(call(() -> count[0]));
        });
    }
}
