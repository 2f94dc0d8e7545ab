package io.gondola.testkit;

import static io.gondola.dsl.Go.call;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.run.Liberties;
import io.gondola.testkit.run.Options;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An update of a variable that is not declared is lost between the step that reads it and the one that writes it. */
@SuppressWarnings("gondola:shared") // lost updates of undeclared variables are what is hunted
class JavaStepsTest {
    private static Go<?> twoUpdates(boolean locked) {
        int[] plain = {0};
        Mutex mu = new Mutex();
        WaitGroup wg = new WaitGroup();
        Go<Unit> update = call(() -> plain[0]).flatMap(v -> run(() -> plain[0] = v + 1));
        Go<Unit> safe = locked ? mu.withLock(update) : update;
        return sequence(
                wg.go(safe),
                wg.go(safe),
                wg.await(),
                call(() -> plain[0]).flatMap(n -> n == 2 ? Go.unit() : Go.panic("lost an update")));
    }

    @Test
    void thePortfolioFindsALostUpdateByItself() {
        for (int seed = 0; seed < 20; seed++) {
            Explorer explorer =
                    Explorer.of(() -> twoUpdates(false)).named("updates").seed(seed);
            Failure failure = explorer.explore().failure().get();

            assertThat(failure.summary()).isEqualTo("panic: lost an update");
            assertThat(failure.token()).startsWith("GS3-");
            assertThat(failure.message()).contains("java");
            Report replay = explorer.replay(failure.token());
            assertThat(replay.divergence()).isEmpty();
            assertThat(replay.failure().get().summary()).isEqualTo(failure.summary());
        }
    }

    @Test
    void theOptionFindsItUnderEachStrategy() {
        for (Strategy strategy : Strategy.values()) {
            assertThat(Explorer.of(() -> twoUpdates(false))
                            .strategy(strategy)
                            .javaSteps()
                            .explore()
                            .failure())
                    .as(strategy.toString())
                    .isNotEmpty();
        }
    }

    @Test
    void updatesOrderedByALockAreNotLost() {
        assertThat(Explorer.of(() -> twoUpdates(true)).explore().verdict()).isEqualTo(Verdict.EXHAUSTED);
        assertThat(Explorer.of(() -> twoUpdates(true))
                        .strategy(Strategy.DPOR)
                        .javaSteps()
                        .explore()
                        .verdict())
                .isEqualTo(Verdict.EXHAUSTED);
    }

    /** Off unless asked: no schedule more for the systematic search. */
    @Test
    void theSystematicSearchKnowsNothingOfIt() {
        Report report =
                Explorer.of(() -> twoUpdates(false)).strategy(Strategy.DPOR).explore();

        assertThat(report.verdict()).isEqualTo(Verdict.EXHAUSTED);
        assertThat(report.schedules()).isLessThan(10);
    }

    /** The runs that try plain Java code come after the search that has tried all else, and do not take that back. */
    @Test
    void fewSchedulesAreEnoughToTryEveryOrder() {
        Report report = Explorer.of(() -> twoUpdates(true)).schedules(40).explore();

        assertThat(report.verdict()).isEqualTo(Verdict.EXHAUSTED);
        assertThat(report.schedules()).isEqualTo(40);
    }

    /** Schedules that switch before {@code call} and {@code run} do not switch before functions of {@code map}. */
    @Test
    void functionsOfMapAreNoSteps() {
        Report report = Explorer.of(() -> {
                    int[] plain = {0};
                    WaitGroup wg = new WaitGroup();
                    Go<Integer> update = Go.unit().map(u -> plain[0]).map(v -> plain[0] = v + 1);
                    return sequence(
                            wg.go(update),
                            wg.go(update),
                            wg.await(),
                            call(() -> plain[0]).flatMap(n -> n == 2 ? Go.unit() : Go.panic("lost an update")));
                })
                .strategy(Strategy.DPOR)
                .javaSteps()
                .explore();

        assertThat(report.verdict()).isEqualTo(Verdict.EXHAUSTED);
    }

    @Test
    void eachOptionKeepsTheOthers() {
        Exploration x = (Exploration) Explorer.of(() -> twoUpdates(true))
                .allowLost()
                .javaSteps()
                .loose()
                .tryLockMayFail()
                .spuriousWakeups()
                .netFaults(NetFault.RESET)
                .allowLeak("a")
                .maxSteps(7_000)
                .clock(Clock.JITTER)
                .allowLeak("b")
                .named("n")
                .schedules(9)
                .seed(3)
                .strategy(Strategy.POS)
                .budget(Duration.ofSeconds(5))
                .threads(2);

        assertThat(x.options)
                .isEqualTo(new Options(
                        Clock.JITTER,
                        7_000,
                        Set.of("a", "b"),
                        new Liberties(true, true, true),
                        true,
                        true,
                        Set.of(NetFault.RESET)));
        assertThat(x.effort).isEqualTo(new Effort(9, 3, Strategy.POS, Duration.ofSeconds(5), 2));
        assertThat(x.name).isEqualTo("n");
        assertThat(x.settings().javaSteps()).isTrue();
        assertThat(x.settings().findsLost()).isFalse();
        assertThat(x.settings().withLost().withDetails().javaSteps()).isTrue();
    }
}
