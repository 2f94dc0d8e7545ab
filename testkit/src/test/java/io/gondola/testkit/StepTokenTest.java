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
