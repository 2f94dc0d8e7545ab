package io.gondola.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import org.junit.jupiter.api.Test;

/** A choice among very many answers costs no more than one among few. */
class ManyAnswersTest {
    private static Go<?> drawn(int n) {
        return Testing.choose(n).flatMap(i -> Testing.choose(n).flatMap(k -> i < 0 || k < 0 ? Go.panic(i) : Go.unit()));
    }

    @Test
    void allStrategiesChooseAmongAsManyAsThereAre() {
        for (Strategy strategy : Strategy.values()) {
            Report report = Explorer.of(() -> drawn(Integer.MAX_VALUE))
                    .strategy(strategy)
                    .schedules(50)
                    .explore();

            assertThat(report.verdict()).as(strategy.toString()).isEqualTo(Verdict.PASSED);
            assertThat(report.schedules()).isEqualTo(50);
        }
    }

    @Test
    void fewAreStillTriedOneByOne() {
        for (Strategy strategy : new Strategy[] {Strategy.DPOR, Strategy.DFS, Strategy.DELAY_BOUNDED}) {
            Report report = Explorer.of(() -> drawn(7)).strategy(strategy).explore();

            assertThat(report.verdict()).as(strategy.toString()).isEqualTo(Verdict.EXHAUSTED);
            assertThat(report.schedules()).isEqualTo(49);
        }
    }

    @Test
    void aLargeAnswerReplays() {
        Explorer explorer = Explorer.of(() -> Testing.choose(Integer.MAX_VALUE)
                        .flatMap(i -> i > Integer.MAX_VALUE / 2 ? Go.panic("large") : Go.unit()))
                .named("large");
        Failure failure = explorer.explore().failure().get();

        assertThat(explorer.replay(failure.token()).failure().get().summary()).isEqualTo(failure.summary());
    }
}
