package io.gondola.dsl;

import static io.gondola.dsl.Go.go;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // failures have messages
class DeadlockReportTest {
    private final Channel<Integer> ch = Channel.unbuffered();

    @OnEveryRuntime
    void reportBeginsWithGosTextAndABlankLine(TestRuntime rt) {
        assertThat(rt.deadlock(ch.receive()))
                .startsWith("fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:");
    }

    @OnEveryRuntime
    void reportListsAllGoroutinesFromTheLowest(TestRuntime rt) {
        String report = rt.deadlock(go(ch.receive()).then(go(Go.never())).then(ch.receive()));

        assertThat(report.lines().filter(l -> l.startsWith("goroutine ")))
                .hasSize(3)
                .element(0)
                .asString()
                .startsWith("goroutine 1 [chan receive]:");
    }

    @OnEveryRuntime
    void blankLineSeparatesGoroutines(TestRuntime rt) {
        assertThat(rt.deadlock(go(ch.receive()).then(ch.receive())).split("\n\n", -1))
                .hasSize(3);
    }

    @OnEveryRuntime
    void childNamesItsParent(TestRuntime rt) {
        assertThat(rt.deadlock(go(ch.receive()).then(ch.receive()))).endsWith("in goroutine 1");
    }

    @OnEveryRuntime
    void namesOfGoroutineAndChannelAreShown(TestRuntime rt) {
        Channel<Integer> jobs = Channel.<Integer>unbuffered().named("jobs");

        assertThat(rt.deadlock(go("worker", jobs.receive()).then(Go.never())))
                .contains("name=worker")
                .contains("on=jobs");
    }

    @Test
    void programsOfOtherRuntimesThatMayBeWaitedForAreTold() {
        try (GoRuntime other = GoRuntime.builder().maxProcs(1).build();
                GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            CompletableFuture<Unit> runs = other.start(Go.sleep(Duration.ofDays(1)));

            Throwable beside = catchThrowable(() -> rt.run(ch.receive()));
            runs.cancel(true);
            Throwable alone = catchThrowable(() -> rt.run(ch.receive()));

            assertThat(beside)
                    .hasMessageStartingWith("all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:");
            assertThat(beside.getMessage().lines().reduce((a, b) -> b).orElseThrow())
                    .startsWith("Programs run in other runtimes of this JVM.")
                    .contains("rt.attach()", "blocking()");
            assertThat(alone).message().doesNotContain("other runtimes");
        }
    }

    @OnEveryRuntime
    void endedGoroutinesAreNotListed(TestRuntime rt) {
        Channel<Unit> done = Channel.unbuffered();

        assertThat(rt.deadlock(go(done.send(Unit.UNIT)).then(done.receive()).then(Go.never())))
                .contains("goroutine 1 [select (no cases)]:")
                .doesNotContain("goroutine 2");
    }

    @OnEveryRuntime
    void sleeperHoldsTheReportOff(TestRuntime rt) {
        rt.assertRun(go(Go.sleep(Duration.ofMillis(20)).then(ch.send(1))).then(ch.receive()))
                .isEqualTo(1);
    }

    @OnEveryRuntime
    void deadlockIsReportedOnceTheSleeperEnded(TestRuntime rt) {
        assertThat(rt.deadlock(go(Go.sleep(Duration.ofMillis(20))).then(ch.receive())))
                .contains("goroutine 1 [chan receive]:");
    }

    @OnEveryRuntime
    void deadlockCannotBeRecovered(TestRuntime rt) {
        assertThat(rt.deadlock(ch.receive().recover(p -> Go.pure(1)))).isNotEmpty();
    }

    @OnEveryRuntime
    void blockingCallHoldsTheReportOff(TestRuntime rt) {
        Go<Unit> slow = Go.blocking(() -> new java.util.concurrent.CountDownLatch(1)
                        .await(20, java.util.concurrent.TimeUnit.MILLISECONDS))
                .then(ch.send(1));

        rt.assertRun(go(slow).then(ch.receive())).isEqualTo(1);
    }

    @OnEveryRuntime
    void subsetThatIsStuckIsNotReported(TestRuntime rt) {
        rt.assertRun(go(Go.never()).then(Go.gosched().repeat(100)).as("fine")).isEqualTo("fine");
    }

    @Test
    void attachedOutsiderHoldsTheReportOff() throws Exception {
        try (GoRuntime r = GoRuntime.builder().maxProcs(1).build()) {
            AutoCloseable outsider = r.attach();
            var result = r.start(ch.receive());
            r.run(Go.sleep(Duration.ofMillis(50)));
            assertThat(result).isNotDone();
            outsider.close();
            assertThat(result)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(FatalError.class);
        }
    }
}
