package io.gondola.pipeline.kafka;

import static io.gondola.pipeline.kafka.CheckedConsumer.P0;
import static io.gondola.pipeline.kafka.CheckedConsumer.settings;
import static io.gondola.pipeline.kafka.CheckedConsumer.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.pipeline.PipelineException;
import io.vavr.control.Try;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.junit.jupiter.api.Test;

/** Who is waited for when a source has ended by itself, and for how long, with Kafka's mock consumer. */
@SuppressWarnings("NullAway") // what is looked for is there
class SourceEndTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    private static <T extends CheckedConsumer> T with(T c, int n) {
        c.assign(List.of(P0));
        c.add(P0, n);
        return c;
    }

    private static CheckedConsumer withThree() {
        return with(new CheckedConsumer(), 3);
    }

    /** The program ends long before the source gives up those who work on its records. */
    private static <A> A soon(Go<A> program) {
        long begin = System.nanoTime();
        A result = Broker.run(program);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONG.dividedBy(2));
        return result;
    }

    private static Go<Unit> until(CountDownLatch latch) {
        return Go.blocking(() -> {
            assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return Unit.UNIT;
        });
    }

    /** Hunts: records that are done and not committed, since none was done when the source had the last one. */
    @Test
    void recordsOfWhichNoneIsDoneYetAreWaitedFor() {
        CheckedConsumer c = withThree();
        CountDownLatch last = new CountDownLatch(3);

        soon(source(settings().finishWithin(LONG), c)
                .take(3)
                .parallelUnordered(
                        3,
                        r -> Go.run(last::countDown)
                                .then(until(last))
                                .then(Go.sleep(SHORT))
                                .then(c.done(r)))
                .drain());

        assertThat(c.last).isEqualTo(Map.of(P0, 3L));
    }

    private static Go<Unit> fails(CheckedConsumer c, AtomicInteger times) {
        return source(settings().finishWithin(LONG), c)
                .take(3)
                .parallelUnordered(
                        3,
                        r -> r.offset() > 0
                                ? c.done(r)
                                : Go.sleep(SHORT).then(Go.suspend(() -> Go.panic("no " + times.incrementAndGet()))))
                .drain();
    }

    /** Hunts: a failure that is told when the source has waited for nothing but the record that has failed. */
    @Test
    void aFailureBelowASourceThatHasEndedIsToldAtOnce() {
        CheckedConsumer c = withThree();

        Try<Unit> outcome = soon(fails(c, new AtomicInteger()).attempt());

        assertThat(outcome.getCause())
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("no 1")
                .hasNoSuppressedExceptions();
        assertThat(c.last).isEmpty();
    }

    /** Hunts: the same where the failure is handled below, and does not end the run. */
    @Test
    void aFailureThatIsHandledBelowIsToldAtOnce() {
        CheckedConsumer c = withThree();

        assertThat(soon(source(settings().finishWithin(LONG), c)
                        .take(3)
                        .parallelUnordered(
                                3,
                                r -> r.offset() > 0
                                        ? c.done(r).as(r)
                                        : Go.sleep(SHORT).then(Go.panic("no")))
                        .recover(e -> io.gondola.pipeline.Pipeline.empty())
                        .count()))
                .isLessThanOrEqualTo(2);
        assertThat(c.closed()).isTrue();
    }

    /** Hunts: a cancelled pipeline that waits as long as one that was not. */
    @Test
    void aPipelineThatIsCancelledWhileItsSourceWaitsEndsAtOnce() {
        for (int workers : new int[] {0, 3}) {
            CheckedConsumer c = withThree();
            CountDownLatch waits = new CountDownLatch(2);
            Go<Unit> program = workers == 0
                    ? source(settings().finishWithin(LONG), c)
                            .take(3)
                            .peekGo(r -> r.offset() > 0 ? c.done(r).then(Go.run(waits::countDown)) : Go.unit())
                            .drain()
                    : source(settings().finishWithin(LONG), c)
                            .take(3)
                            .parallelUnordered(
                                    workers,
                                    r -> r.offset() > 0 ? c.done(r).then(Go.run(waits::countDown)) : Go.<Unit>never())
                            .drain();
            soon(Context.background()
                    .withCancel()
                    .flatMap(ctx -> Go.go(
                                    "cancel", until(waits).then(Go.sleep(SHORT)).then(ctx.cancel()))
                            .then(ctx.run(program))));

            assertThat(c.closed()).isTrue();
            assertThat(c.last).isEmpty();
        }
    }

    /** Hunts: an end that is late because goroutines below a boundary have given up records that nobody finishes. */
    @Test
    void recordsThatAreGivenUpBelowABoundaryAreNotWaitedFor() {
        CheckedConsumer c = with(new CheckedConsumer(), 100);

        soon(source(settings().finishWithin(LONG), c)
                .parallel(8, r -> Go.sleep(Duration.ofMillis(1)).as(r))
                .mapGo(r -> c.done(r).as(r))
                .take(3)
                .drain());

        assertThat(c.last).isEqualTo(Map.of(P0, 3L));
    }

    /** Hunts: a pipeline that fails, or does not end, although it never says done. */
    @Test
    void aPipelineInWhichNoRecordIsDoneEndsWellAndCommitsNothing() {
        CheckedConsumer c = withThree();

        assertThat(Broker.run(source(settings().finishWithin(SHORT), c)
                        .take(3)
                        .parallel(3, r -> Go.pure(r.value()))
                        .toList()))
                .hasSize(3);
        assertThat(c.last).isEmpty();
        assertThat(c.closed()).isTrue();
    }

    @Test
    void aRecordThatIsNeverDoneIsNamed() {
        CheckedConsumer c = withThree();

        Throwable thrown = catchThrowable(() -> Broker.run(source(settings().finishWithin(SHORT), c)
                .take(3)
                .mapGo(r -> r.offset() == 1 ? Go.unit() : c.done(r))
                .drain()));

        assertThat(thrown.getCause()).hasMessageStartingWith("t-0@1 was not finished within PT0.05S of the end; ");
        assertThat(c.last).isEqualTo(Map.of(P0, 1L));
    }

    /** Hunts: a partition with room that stays paused until a poll has waited for its full time. */
    @Test
    void thePollEndsWhenAPausedPartitionHasRoom() {
        CountDownLatch pollsPaused = new CountDownLatch(1);
        CountDownLatch woken = new CountDownLatch(1);
        AtomicBoolean late = new AtomicBoolean();
        CheckedConsumer c = with(
                new CheckedConsumer() {
                    @Override
                    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                        if (!paused().isEmpty() && pollsPaused.getCount() > 0) {
                            pollsPaused.countDown();
                            try {
                                late.set(!woken.await(LONG.toSeconds() / 3, TimeUnit.SECONDS));
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        }
                        return super.poll(timeout);
                    }

                    @Override
                    @SuppressWarnings(
                            "UnsynchronizedOverridesSynchronized") // the poll that waits for it holds the lock
                    public void wakeup() {
                        woken.countDown();
                        super.wakeup();
                    }
                },
                10);

        Broker.run(source(settings().buffer(4), c)
                .mapGo(r -> (r.offset() == 0 ? until(pollsPaused) : r.offset() == 9 ? until(woken) : Go.unit())
                        .then(c.done(r)))
                .take(10)
                .drain());

        assertThat(late).isFalse();
    }
}
