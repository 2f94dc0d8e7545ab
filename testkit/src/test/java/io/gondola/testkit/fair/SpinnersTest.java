package io.gondola.testkit.fair;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.testkit.Clock;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Failure;
import io.gondola.testkit.Kind;
import io.gondola.testkit.Report;
import io.gondola.testkit.Strategy;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run in which somebody runs in place while another one could go on says nothing of the program. */
class SpinnersTest {
    private static final int STEPS = 7;
    private static final int RUNS = 6;
    private static final List<Clock> CLOCKS = List.of(Clock.values());

    /** Of the clocks, which each strategy is tried with: one after the other in its turn, or all. */
    private static List<Clock> rotating(int turn) {
        return List.of(CLOCKS.get(turn % CLOCKS.size()));
    }

    private static List<Clock> all(int turn) {
        return CLOCKS;
    }

    private static Explorer explorer(Spinners s, String how, Strategy strategy, Clock clock) {
        return Explorer.of(() -> switch (how) {
                    case "main stops" -> s.stoppedByMain(STEPS);
                    case "main is stopped" -> s.mainIsStopped(STEPS);
                    default -> s.endless();
                })
                .named(s + " " + how)
                .strategy(strategy)
                .clock(clock);
    }

    @ParameterizedTest
    @EnumSource
    void aStoppedSpinnerEnds(Spinners s) {
        stoppedEnds(s, SpinnersTest::rotating);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("stress")
    void aStoppedSpinnerEndsWithAllClocks(Spinners s) {
        stoppedEnds(s, SpinnersTest::all);
    }

    private static void stoppedEnds(Spinners s, IntFunction<List<Clock>> clocks) {
        int turn = s.name().length();
        for (String how : new String[] {"main stops", "main is stopped"}) {
            for (Strategy strategy : Strategy.values()) {
                for (Clock clock : clocks.apply(turn++)) {
                    Report report = explorer(s, how, strategy, clock)
                            .schedules(RUNS)
                            .maxSteps(20_000)
                            .explore();

                    String about = s + ", " + how + ", " + strategy + ", " + clock + ", steps " + report.steps();
                    assertThat(report.failure().map(Failure::message)).as(about).isEmpty();
                    assertThat(report.cutShort().filter(why -> why.contains("were cut after")))
                            .as(about)
                            .isEmpty();
                    assertThat(report.steps()).as(about).isLessThan(RUNS * 5_000L);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSpinnerThatNobodyStopsIsALivelock(Spinners s) {
        endlessIsALivelock(s, SpinnersTest::rotating);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("stress")
    void aSpinnerThatNobodyStopsIsALivelockWithAllClocks(Spinners s) {
        endlessIsALivelock(s, SpinnersTest::all);
    }

    private static void endlessIsALivelock(Spinners s, IntFunction<List<Clock>> clocks) {
        int turn = s.name().length();
        for (Strategy strategy : Strategy.values()) {
            for (Clock clock : clocks.apply(turn++)) {
                Explorer explorer =
                        explorer(s, "endless", strategy, clock).schedules(3).maxSteps(200);
                Failure failure = explorer.explore().failure().getOrNull();

                String about = s + ", " + strategy + ", " + clock;
                assertThat(failure).as(about).isNotNull();
                assertThat(failure.kind()).as(about).isEqualTo(Kind.LIVELOCK);
                Report replay = explorer.maxSteps(77).replay(failure.token());
                assertThat(replay.divergence()).as(about).isEmpty();
                assertThat(replay.failure().map(Failure::summary)).as(about).contains(failure.summary());
            }
        }
    }
}
