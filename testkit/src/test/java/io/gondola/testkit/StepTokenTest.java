package io.gondola.testkit;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.unit;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;
import org.junit.jupiter.api.Test;

class StepTokenTest {
    private static Go<?> abba() {
        WaitGroup wg = new WaitGroup();
        Mutex a = new Mutex().named("a");
        Mutex b = new Mutex().named("b");
        return sequence(
                wg.add(2),
                go(a.withLock(b.withLock(unit())).defer(wg.done())),
                go(b.withLock(a.withLock(unit())).defer(wg.done())),
                wg.await());
    }

    /** The tokens of all its steps would take gigabytes. */
    @Test
    void aLongRunIsReportedWithoutTokensOfAllSteps() {
        Failure failure = Explorer.of(
                        () -> sequence(go(Go.forever(Go.gosched())), go(Go.forever(Go.gosched())), Go.never()))
                .strategy(Strategy.RANDOM)
                .maxSteps(20_000)
                .explore()
                .failure()
                .get();

        assertThat(failure.kind()).isEqualTo(Kind.LIVELOCK);
        assertThat(failure.steps().size()).isGreaterThan(15_000);
        assertThat(failure.message()).contains(failure.token());
        assertThat(failure.html()).contains("\"token\":\"\"").doesNotContain("\"token\":\"GS1");
        assertThat(failure.steps().head().token()).startsWith("GS1-");
    }

    @Test
    void theTokenOfAStepReplaysTheRunUpToThereAndGoesOnByDefault() {
        Explorer explorer = Explorer.of(StepTokenTest::abba).named("abba");
        Failure failure = explorer.explore().failure().get();

        for (Failure.Step step : failure.steps().filter(s -> !s.token().isEmpty())) {
            assertThat(explorer.replay(step.token()).divergence())
                    .as(step.toString())
                    .isEmpty();
        }
        assertThat(failure.steps().head().token()).isNotEqualTo(failure.token());
        assertThat(explorer.replay(failure.steps().head().token()).failure()).isEmpty();
    }
}
