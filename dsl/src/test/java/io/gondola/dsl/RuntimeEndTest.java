package io.gondola.dsl;

import static io.gondola.dsl.Go.forever;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.never;
import static io.gondola.dsl.Go.println;
import static io.gondola.dsl.Go.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What is left when a program or a runtime has ended: nothing. */
class RuntimeEndTest {
    @OnEveryRuntime
    void nothingIsPrintedAfterTheEndOfTheProgram(TestRuntime rt) {
        Go<Unit> chatter = forever(println("tick").then(gosched()));

        assertThat(rt.printedAfter(go(chatter).then(gosched()).then(println("end"))))
                .isZero();
    }

    @Test
    void closingInterruptsBlockingCode() throws Exception {
        GoRuntime rt = GoRuntime.builder().maxProcs(1).build();
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CompletableFuture<Unit> f = rt.start(Go.blocking(() -> {
            blocked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return Unit.UNIT;
        }));
        blocked.await();

        rt.close();

        interrupted.await();
        assertThat(f).isCompletedExceptionally();
    }

    @Test
    void anAttachedPartyHoldsOffTheDeadlock() throws Exception {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            CompletableFuture<Unit> f;
            try (AutoCloseable party = rt.attach()) {
                assertThat(party).isNotNull();
                f = rt.start(never());
                rt.run(sleep(Duration.ofMillis(5)));

                assertThat(f).isNotDone();
            }
            assertThatThrownBy(f::get).cause().isInstanceOf(FatalError.class);
        }
    }

    @Test
    void aClockThatWaitsForSpinnersMovesOnButNotBehindGoroutinesThatGetOn() {
        Channel<Integer> ch = Channel.unbuffered();
        Go<Unit> spinner = forever(gosched());
        Go<Duration> busy = go(Go.forRange(0, 20_000, i -> ch.send(i)).then(ch.close()))
                .then(ch.range(v -> Go.unit()))
                .timed()
                .map(t -> t._2);

        GoRuntime rt = GoRuntime.deterministic(1);
        Duration spun =
                rt.run(go(spinner).then(sleep(Duration.ofHours(1))).timed().map(t -> t._2));
        Duration worked = rt.run(go(sleep(Duration.ofHours(1))).then(busy));

        assertThat(spun).isEqualTo(Duration.ofHours(1));
        assertThat(worked).isZero();
    }

    @Test
    void aNumberOfProcessorsOutOfRangeIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GoRuntime.builder().maxProcs(0))
                .withMessage("maxProcs must be from 1 to 1024: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GoRuntime.builder().maxProcs(-3))
                .withMessage("maxProcs must be from 1 to 1024: -3");
    }
}
