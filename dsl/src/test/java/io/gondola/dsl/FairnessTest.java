package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What sysmon's requests to yield do for goroutines that share one processor. */
class FairnessTest {
    private static final TestRuntime ONE = TestRuntime.processors(1);

    /** Hunts: a loop of steps that keeps the processor, or two that give it to each other only. */
    @Test
    void shortGoroutinesGetOnBesideBusyLoops() {
        Go<Object> busy = Go.forever(Go.unit());
        Go<Unit> brief = Go.gosched().repeat(5);
        long start = System.nanoTime();

        ONE.assertRun(Go.go(busy)
                        .then(Go.go(busy))
                        .then(Go.parallel(io.vavr.collection.List.fill(100, brief)))
                        .map(s -> s.size()))
                .isEqualTo(100);

        assertThat(System.nanoTime() - start).isLessThan(3_000_000_000L);
    }

    /**
     * Hunts: a whole budget of 256 slow steps before the request to yield is seen, half a second. The best of three.
     */
    @Test
    void aLoopOfSlowStepsYieldsAfterATimeSliceToo() {
        Go<Object> slow = Go.forever(Go.run(() -> spin(2_000_000)));
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3 && best > 100_000_000; i++) {
            long waited = ONE.run(
                    Go.go(slow).then(Go.gosched()).then(Go.gosched()).timed().map(t -> t._2.toNanos()));
            best = Math.min(best, waited);
        }

        assertThat(best).isLessThan(200_000_000);
    }

    private static void spin(long nanos) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            LockSupport.parkNanos(100_000);
        }
    }
}
