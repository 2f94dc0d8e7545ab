package io.gondola.testkit;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.panic;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.unit;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.AtomicInt;
import io.gondola.testkit.run.Code;
import io.gondola.testkit.run.Deviations.Deviation;
import io.gondola.testkit.run.Token;
import io.vavr.CheckedFunction0;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is left of the decisions of a failing run. */
class ShrinkingTest {
    private static final int SEEDS = 20;

    /** The decisions, from each seed, that deviate. */
    private static List<List<Deviation>> shrunk(CheckedFunction0<Go<Unit>> program) {
        return LongStream.range(0, SEEDS)
                .mapToObj(seed -> Explorer.of(program)
                        .strategy(Strategy.RANDOM)
                        .seed(seed)
                        .explore()
                        .failure()
                        .get())
                .map(failure -> Token.parse(failure.token()).deviations())
                .toList();
    }

    private static List<List<Integer>> answers(CheckedFunction0<Go<Unit>> program, Code code) {
        return shrunk(program).stream()
                .map(all -> {
                    assertThat(all).extracting(Deviation::code).containsOnly(code);
                    return all.stream().map(Deviation::answer).toList();
                })
                .distinct()
                .toList();
    }

    @Test
    void aNumberThatIsDrawnIsTheLowestThatFails() {
        assertThat(answers(() -> Testing.choose(1_000).flatMap(n -> n >= 357 ? panic("large") : unit()), Code.DATA))
                .containsExactly(List.of(357));
        assertThat(answers(() -> Testing.choose(9).flatMap(n -> n >= 1 ? panic("not none") : unit()), Code.DATA))
                .containsExactly(List.of(1));
    }

    @Test
    void aNumberThatDoesNotMatterIsTheDefault() {
        Go<Integer> idle = Testing.choose(100);
        assertThat(answers(
                        () -> idle.then(Testing.choose(100))
                                .flatMap(n -> idle.then(n >= 42 ? Go.<Unit>panic("large") : unit())),
                        Code.DATA))
                .containsExactly(List.of(42));
    }

    /** The number of steps, and with it that of decisions, depends on what is drawn first. */
    @Test
    void aNumberIsLoweredThoughTheDecisionsAfterItMove() {
        assertThat(answers(
                        () -> {
                            AtomicInt sum = new AtomicInt();
                            return Testing.choose(20)
                                    .flatMap(n -> forRange(0, n, i -> sum.add(1)))
                                    .then(sum.load())
                                    .flatMap(n -> n >= 7 ? panic("long") : unit());
                        },
                        Code.DATA))
                .containsExactly(List.of(7));
    }

    @Test
    void faultsThatAreNotNeededDoNotStrike() {
        Go<Integer> visit = Testing.fault("disk", 0.5).map(f -> f ? 1 : 0);
        // The first answer says whether the label is active in this run.
        assertThat(answers(
                        () -> visit.flatMap(a -> visit.flatMap(b -> visit.map(c -> a + b + c)))
                                .flatMap(n -> n >= 2 ? panic("twice") : unit()),
                        Code.FAULT))
                .containsExactly(List.of(1, 1, 1));
    }

    /** Any of four goroutines may come before the main one reads; the nearest one does. */
    @Test
    void theFirstFoundIsTheOneNearestToTheDefault() {
        assertThat(answers(
                        () -> {
                            AtomicInt seen = new AtomicInt();
                            return sequence(
                                    forRange(0, 4, i -> go(seen.store(1))),
                                    seen.load().flatMap(n -> n > 0 ? panic("late") : unit()));
                        },
                        Code.GO))
                .containsExactly(List.of(1));
    }
}
