package io.gondola.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.FatalError;
import io.gondola.dsl.Panic;
import io.vavr.control.Option;
import org.junit.jupiter.api.Test;

class EndingTest {
    private static final Option<Throwable> BOOM = Option.of(new Panic("boom"));
    private static final Option<Throwable> DEADLOCK =
            Option.of(new FatalError("all goroutines are asleep - deadlock!"));

    @Test
    void aReturnMustNotFail() {
        assertThat(Ending.returns().objectionTo(Option.none())).isEmpty();
        assertThat(Ending.returns().objectionTo(BOOM)).isNotEmpty();
    }

    @Test
    void aPanicMustHaveItsText() {
        assertThat(Ending.panics("boom").objectionTo(BOOM)).isEmpty();
        assertThat(Ending.panics("bang").objectionTo(BOOM)).isNotEmpty();
        assertThat(Ending.panics("boom").objectionTo(DEADLOCK)).isNotEmpty();
        assertThat(Ending.panics("boom").objectionTo(Option.none())).isNotEmpty();
    }

    @Test
    void aDeadlockIsNoPanic() {
        assertThat(Ending.deadlocks().objectionTo(DEADLOCK)).isEmpty();
        assertThat(Ending.deadlocks().objectionTo(BOOM)).isNotEmpty();
    }
}
