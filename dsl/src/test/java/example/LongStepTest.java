package example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** In a package that is not ours, as users' code is. */
class LongStepTest {
    private static final Duration THRESHOLD = Duration.ofMillis(20);

    private static GoRuntime open() {
        return GoRuntime.builder().maxProcs(1).longStep(THRESHOLD).build();
    }

    /** Java code that goes on until sysmon has counted one more long step. */
    @SuppressWarnings("gondola:blocking") // on purpose
    private static Go<Unit> computeUntilCounted(GoRuntime rt) {
        return Go.run(() -> {
            long before = rt.stats().longSteps();
            long start = System.nanoTime();
            while (rt.stats().longSteps() == before) {
                assertThat(System.nanoTime() - start).as("waited for the count").isLessThan(30_000_000_000L);
                LockSupport.parkNanos(1_000_000);
            }
        });
    }

    @Test
    @SuppressWarnings("gondola:blocking") // on purpose
    void stepThatHoldsItsProcessorIsCountedOnce() {
        try (GoRuntime rt = open()) {
            Go<Unit> step = computeUntilCounted(rt).then(Go.run(() -> {
                long start = System.nanoTime();
                while (System.nanoTime() - start < 1_000_000) {
                    LockSupport.parkNanos(100_000);
                }
            }));

            rt.run(step);

            assertThat(rt.stats().longSteps()).isEqualTo(1);
        }
    }

    @Test
    void warningNamesPlaceGoroutineAndThreadAndShowsTheStack() {
        try (CapturedLog log = CapturedLog.of("io.gondola.scheduler");
                GoRuntime rt = open()) {
            rt.run(Go.go("cruncher", computeUntilCounted(rt))
                    .then(Go.sleep(Duration.ofMillis(1)).repeat(20)));

            List<String> warnings = log.warnings();
            assertThat(warnings).hasSize(1);
            assertThat(warnings.get(0))
                    .startsWith("Goroutine holds its processor in Java code: goroutine=")
                    .contains("name=cruncher")
                    .containsPattern("for=[2-9]\\d+ms")
                    .contains("thread=gondola-m-")
                    .contains("at=example.LongStepTest.computeUntilCounted(LongStepTest.java:")
                    .containsPattern("\n\tat .*io[.]gondola[.]dsl[.]Run[.]exec");
        }
    }

    @Test
    void samePlaceIsCountedEachTimeAndLoggedOnce() {
        try (CapturedLog log = CapturedLog.of("io.gondola.scheduler");
                GoRuntime rt = open()) {
            rt.run(computeUntilCounted(rt).then(Go.gosched()).repeat(3));

            assertThat(rt.stats().longSteps()).isEqualTo(3);
            assertThat(log.warnings()).hasSize(1);
        }
    }

    /** Hunts: sysmon itself in the log, which takes its time; who waits behind a long step then waits for the log. */
    @Test
    void aLogThatTakesItsTimeHoldsUpNobody() {
        CountDownLatch logs = new CountDownLatch(1);
        CountDownLatch ran = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (CapturedLog log = CapturedLog.of("io.gondola.scheduler", () -> {
                    logs.countDown();
                    await(mayEnd);
                });
                GoRuntime rt =
                        GoRuntime.builder().maxProcs(2).longStep(THRESHOLD).build()) {
            rt.run(Go.go(Go.forever(Go.gosched()))
                    .then(Go.run(() -> await(logs))) // a long step, on one processor; the other one is busy
                    .then(Go.go(Go.run(ran::countDown)))
                    .then(Go.run(() -> await(ran)))
                    .then(Go.run(mayEnd::countDown))
                    .then(Go.forWhile(() -> log.warnings().isEmpty(), Go.sleep(Duration.ofMillis(1)))));

            assertThat(ran.getCount()).isZero();
        } finally {
            mayEnd.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).as("it came to pass").isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * A loop of steps answers sysmon's request each time; to have nobody to yield to is no fault. The threshold is
     * long, since a machine that gets no CPU time does not answer either.
     */
    @Test
    void loopOfShortStepsIsNoLongStep() {
        Duration threshold = Duration.ofMillis(200);
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).longStep(threshold).build()) {
            long start = System.nanoTime();

            rt.run(Go.forWhile(() -> System.nanoTime() - start < 3 * threshold.toNanos(), Go.run(Thread::onSpinWait)));

            assertThat(rt.stats().longSteps()).isZero();
        }
    }

    @Test
    void blockingCodeIsNoLongStep() {
        try (GoRuntime rt = open()) {
            rt.run(Go.blocking(() -> {
                long start = System.nanoTime();
                while (System.nanoTime() - start < 10 * THRESHOLD.toNanos()) {
                    LockSupport.parkNanos(1_000_000);
                }
                return 0;
            }));

            assertThat(rt.stats().longSteps()).isZero();
        }
    }

    @Test
    void thresholdBelowATimeSliceIsRefused() {
        assertThatThrownBy(() -> GoRuntime.builder().longStep(Duration.ofMillis(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("longStep must be zero or at least PT0.01S: PT0.001S");
    }

    @Test
    void propertyThatIsNoNumberIsRefused() {
        System.setProperty("gondola.longstep", "soon");
        try {
            assertThatThrownBy(GoRuntime::builder)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("-Dgondola.longstep must be a number of milliseconds, 0 or more: soon");
        } finally {
            System.clearProperty("gondola.longstep");
        }
    }
}
