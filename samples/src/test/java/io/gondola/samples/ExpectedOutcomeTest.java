package io.gondola.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.FatalError;
import io.gondola.dsl.Panic;
import io.vavr.control.Option;
import org.junit.jupiter.api.Test;

class ExpectedOutcomeTest {
    private static final Option<Throwable> BOOM = Option.of(new Panic("boom"));
    private static final Option<Throwable> DEADLOCK =
            Option.of(new FatalError("all goroutines are asleep - deadlock!"));

    @Test
    void aReturnMustNotFail() {
        assertThat(ExpectedOutcome.returns().objectionTo(Option.none())).isEmpty();
        assertThat(ExpectedOutcome.returns().objectionTo(BOOM)).isNotEmpty();
    }

    @Test
    void aPanicMustHaveItsText() {
        assertThat(ExpectedOutcome.panics("boom").objectionTo(BOOM)).isEmpty();
        assertThat(ExpectedOutcome.panics("bang").objectionTo(BOOM)).isNotEmpty();
        assertThat(ExpectedOutcome.panics("boom").objectionTo(DEADLOCK)).isNotEmpty();
        assertThat(ExpectedOutcome.panics("boom").objectionTo(Option.none())).isNotEmpty();
    }

    @Test
    void aDeadlockIsNoPanic() {
        assertThat(ExpectedOutcome.deadlocks().objectionTo(DEADLOCK)).isEmpty();
        assertThat(ExpectedOutcome.deadlocks().objectionTo(BOOM)).isNotEmpty();
    }
}
