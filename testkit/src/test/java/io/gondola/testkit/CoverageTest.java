package io.gondola.testkit;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.unit;
import static io.gondola.dsl.Go.when;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.sync.AtomicInt;
import io.gondola.sync.Mutex;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // nulls are what is refused
class CoverageTest {
    /** Nobody sends on {@code b} as long as somebody could receive. */
    private static Go<?> program(boolean alsoB) {
        Channel<Integer> a = Channel.<Integer>buffered(1).named("a");
        Channel<Integer> b = Channel.<Integer>buffered(1).named("b");
        return sequence(
                go(a.send(1)), alsoB ? go(b.send(2)) : unit(), select(onReceive(a, unit()), onReceive(b, unit())));
    }

    @Test
    void aCaseThatNoRunTakesIsAGap() {
        Report report = Explorer.of(() -> program(false)).explore();

        assertThat(report.gaps()).containsExactly("select {recv a, recv b}: never found \"recv b\" ready first");
        assertThat(report.coverage()).startsWith("1 operations: 1 went on at once, 0 waited, ");
    }

    @Test
    void anOrderInWhichTwoGoroutinesNeverCameToAVariableIsAGap() {
        Report one = Explorer.of(() -> writers()).schedules(1).explore();
        Report all = Explorer.of(() -> writers()).strategy(Strategy.DPOR).explore();

        assertThat(one.gaps()).hasSize(1).allMatch(gap -> gap.startsWith("n: never \"atomic store by "));
        assertThat(all.gaps()).isEmpty();
    }

    private static Go<?> writers() {
        AtomicInt n = new AtomicInt().named("n");
        return go("a", n.store(1)).then(go("b", n.store(2)));
    }

    @Test
    void aLabelThatNoRunReachesIsAGap() {
        assertThat(Explorer.of(() -> when(false, Testing.sometimes("late"), unit()))
                        .explore()
                        .gaps())
                .containsExactly("sometimes \"late\": never reached");
    }

    @Test
    void theCoverageTellsWhoWaitedWhoWokeOthersAndInWhichOrderLocksWereTaken() {
        Report report = Explorer.of(() -> {
                    Mutex outer = new Mutex().named("outer");
                    Mutex inner = new Mutex().named("inner");
                    Channel<Integer> c = Channel.<Integer>unbuffered().named("c");
                    return go("sender", outer.withLock(inner.withLock(unit())).then(c.send(1)))
                            .then(c.receive());
                })
                .strategy(Strategy.RANDOM)
                .explore();

        assertThat(report.coverage())
                .isEqualTo("6 operations: 6 went on at once, 2 waited, 2 woke others;"
                        + " 2 orders of two goroutines at an object; lock order: outer -> inner");
    }

    @Test
    void casesThatAreTakenAreNoGaps() {
        assertThat(Explorer.of(() -> program(true)).explore().gaps()).isEmpty();
    }

    @Test
    void aShortExplorationTellsNothingAndALongOneALineEveryFiveSeconds() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Search search = new Search((Exploration) Explorer.of(() -> program(true)), null);
        Progress progress = new Progress("program", 1_000, new PrintStream(bytes, true, StandardCharsets.UTF_8), 0);

        progress.tell(search, 4_999_999_999L);
        assertThat(bytes.size()).isZero();
        progress.tell(search, 5_000_000_000L);
        progress.tell(search, 9_000_000_000L);

        assertThat(bytes.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo("exploring program: 0 runs, 0 distinct traces, next-new estimate 1.00 (of 1000), 5 s");
    }
}
