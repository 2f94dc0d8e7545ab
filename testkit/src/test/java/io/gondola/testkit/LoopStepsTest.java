package io.gondola.testkit;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.panic;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.unit;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.sync.Mutex;
import org.junit.jupiter.api.Test;

/** A loop that executes its body in place still stops before the operations in the body, and not before the body. */
class LoopStepsTest {
    @Test
    void theOperationsInALoopsBodyAreSeen() {
        Report report = Explorer.of(() -> {
                    Mutex mu = new Mutex().named("mu");
                    Go<?> critical = mu.withLock(unit());
                    return sequence(critical, forRange(0, 2, i -> critical), panic("end"));
                })
                .schedules(1)
                .explore();

        assertThat(report.failure().get().steps().map(Failure.Step::operation))
                .containsExactly("lock mu", "unlock mu", "lock mu", "unlock mu", "lock mu", "unlock mu", "panic");
    }
}
