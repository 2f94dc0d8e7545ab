package io.gondola.testkit;

import static io.gondola.dsl.Go.call;
import static io.gondola.dsl.Go.panic;
import static io.gondola.dsl.Go.println;
import static io.gondola.dsl.Go.pure;
import static io.gondola.testkit.GoAssertions.assertThatGo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GoAssertTest {
    @Test
    void aRightExpectationPasses() {
        assertThatGo(println("hello").then(pure(42))).prints("hello").yields(42);
        assertThatGo(panic("boom")).panics("boom").prints();
        assertThatGo(Channel.<Integer>unbuffered().receive()).deadlocks();
    }

    @Test
    void aWrongValueFailsAndShowsTheRightOne() {
        assertThatThrownBy(() -> assertThatGo(pure(1)).yields(2))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expected a program that yields 2")
                .hasMessageContaining("yielded 1");
    }

    @Test
    void aPanicInPlaceOfAValueFailsAndShowsItsReport() {
        assertThatThrownBy(() -> assertThatGo(panic("boom")).yields(2))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("panic: boom")
                .hasMessageContaining("goroutine 1 [running]");
    }

    @Test
    void aDeadlockInPlaceOfAPanicFailsAndShowsWhoWaits() {
        Channel<Integer> jobs = Channel.<Integer>unbuffered().named("jobs");

        assertThatThrownBy(() -> assertThatGo(jobs.receive()).panics("boom"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("goroutine 1 [chan receive]: on=jobs");
    }

    @Test
    void aValueInPlaceOfADeadlockFails() {
        assertThatThrownBy(() -> assertThatGo(pure(1)).deadlocks()).isInstanceOf(AssertionError.class);
    }

    @Test
    void otherLinesFailAndAreShown() {
        assertThatThrownBy(() -> assertThatGo(println("b").then(println("a"))).prints("a", "b"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("and printed \n  b\n  a");
    }

    @Test
    void theProgramRunsOnceForAllAssertions() {
        AtomicInteger runs = new AtomicInteger();

        assertThatGo(call(runs::incrementAndGet)).yields(1).yields(1);

        assertThat(runs).hasValue(1);
    }

    @Test
    void aSeedAfterTheRunIsRefused() {
        GoAssert<Integer> ran = assertThatGo(pure(1)).yields(1);

        assertThatIllegalStateException().isThrownBy(() -> ran.withSeed(1));
    }
}
