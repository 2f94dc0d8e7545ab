package io.gondola.pipeline.kafka;

import static io.gondola.pipeline.kafka.CheckedConsumer.P0;
import static io.gondola.pipeline.kafka.CheckedConsumer.P1;
import static io.gondola.pipeline.kafka.CheckedConsumer.settings;
import static io.gondola.pipeline.kafka.CheckedConsumer.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gondola.context.CancelContext;
import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.pipeline.Aftermath;
import io.gondola.pipeline.Ending;
import io.gondola.pipeline.PipelineException;
import io.vavr.CheckedFunction0;
import io.vavr.CheckedFunction1;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The owner of a consumer when something comes in between, with Kafka's mock consumer. */
class OwnerTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Aftermath ENDED_AS_A_WHOLE = new Aftermath() {
        @Override
        public Ending ending() {
            return Ending.COMPLETED;
        }

        @Override
        public boolean isHandedOn() {
            return false;
        }
    };
    private static final Duration SHORT = Duration.ofMillis(50);

    /** Throws from the commits at the end what {@link #refusal} says. */
    private abstract static class Refusing extends CheckedConsumer {
        abstract @Nullable RuntimeException refusal();

        @Override
        public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            RuntimeException e = refusal();
            if (e != null) {
                throw e;
            }
            super.commitSync(offsets, timeout);
        }
    }

    private static <T extends CheckedConsumer> T withThree(T c) {
        c.assign(List.of(P0));
        c.add(P0, 3);
        return c;
    }

    private static Go<Unit> takesThree(ConsumerSettings<String, String> settings, CheckedConsumer c) {
        return source(settings, c).take(3).mapGo(c::done).drain();
    }

    private static Go<Unit> waitsFor(CountDownLatch latch) {
        return Go.blocking(() -> {
            assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return Unit.UNIT;
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hunts: records of a partition that the user has paused, in the very poll that assigns it. */
    @Test
    void thePollThatAssignsAPausedPartitionBringsNothingOfIt() {
        CheckedConsumer c = new CheckedConsumer();
        c.schedulePollTask(() -> {
            c.rebalance(List.of(P0, P1));
            c.put(P0, 3);
            c.put(P1, 3);
        });
        Pauses pauses = new Pauses();
        pauses.pause("t", 0);

        assertThat(Broker.run(source(settings().pauses(pauses), c)
                        .take(3)
                        .mapGo(r -> c.done(r).as(r.partition()))
                        .toList()))
                .containsOnly(1);
        assertThat(c.received).isEqualTo(3);
    }

    /** Hunts: finished records that could not be committed when their partition went, in a pipeline that ends well. */
    @Test
    void aCommitThatFailedWhenAPartitionWasTakenAwayIsToldAtTheEnd() {
        AtomicBoolean refuses = new AtomicBoolean();
        Refusing c = withThree(new Refusing() {
            @Override
            @Nullable
            RuntimeException refusal() {
                return refuses.get() ? new TopicAuthorizationException(Set.of("t")) : null;
            }
        });
        Go<Unit> movesOn = Go.run(() -> {
            c.schedulePollTask(() -> {
                refuses.set(true);
                c.rebalance(List.of(P1));
                refuses.set(false);
            });
            c.add(P1, 1);
        });

        Throwable thrown = catchThrowable(() -> Broker.run(source(settings().commitEvery(Duration.ofHours(1)), c)
                .take(4)
                .mapGo(r -> c.done(r).then(r.offset() == 2 ? movesOn : Go.unit()))
                .drain()));

        assertThat(thrown).isInstanceOf(PipelineException.class);
        assertThat(thrown.getCause())
                .isInstanceOf(TopicException.class)
                .hasMessageStartingWith("offsets of finished records cannot be committed: t-0@");
    }

    private static CheckedConsumer refusesInTheBackground() {
        return withThree(new CheckedConsumer() {
            @Override
            public synchronized void commitAsync(
                    Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
                if (callback == null) { // the mock's commitSync
                    super.commitAsync(offsets, null);
                } else {
                    callback.onComplete(offsets, new TopicAuthorizationException(Set.of("t")));
                }
            }
        });
    }

    /** Hunts: a failure that ends the owner, and is met once more when it commits at its end. */
    @Test
    void aCommitThatFailedInTheBackgroundEndsTheSource() {
        CheckedConsumer c = refusesInTheBackground();

        Throwable thrown = catchThrowable(() -> Broker.run(source(settings().commitEvery(Duration.ofMillis(1)), c)
                .mapGo(c::done)
                .drain()));

        assertThat(thrown).isInstanceOf(PipelineException.class);
        assertThat(thrown.getCause())
                .isInstanceOf(TopicException.class)
                .hasMessageStartingWith("offsets of finished records cannot be committed: t-0@")
                .hasNoSuppressedExceptions();
    }

    /** Hunts: finished records that could not be committed, in a pipeline that has all it wanted and ends well. */
    @Test
    void aCommitThatFailedInTheBackgroundIsToldAtTheEnd() {
        CheckedConsumer c = refusesInTheBackground();
        Go<Unit> untilClosed = Go.blocking(() -> {
            while (!c.closed()) {
                Thread.onSpinWait();
            }
            return Unit.UNIT;
        });

        Throwable thrown = catchThrowable(() -> Broker.run(source(settings().commitEvery(Duration.ofMillis(1)), c)
                .take(3)
                .mapGo(r -> c.done(r).then(r.offset() == 2 ? untilClosed : Go.unit()))
                .drain()));

        assertThat(thrown).isInstanceOf(PipelineException.class);
        assertThat(thrown.getCause())
                .isInstanceOf(TopicException.class)
                .hasMessageStartingWith("offsets of finished records cannot be committed: t-0@")
                .hasMessageContaining("TopicAuthorizationException");
    }

    /** Hunts: a pipeline that fails because the consumer was woken up more than once while it committed. */
    @Test
    void wakeUpsDoNotFailACommit() {
        CheckedConsumer c = withThree(new Refusing() {
            private int wakeUps = 3;

            @Override
            @Nullable
            RuntimeException refusal() {
                return wakeUps-- > 0 ? new WakeupException() : null;
            }
        });

        Broker.run(takesThree(settings(), c));

        assertThat(c.last).isEqualTo(Map.of(P0, 3L));
    }

    /** Hunts: finished records that are delivered again, because the end of their pipeline met a rebalance. */
    @Test
    void aRebalanceAtTheEndIsLetThrough() {
        CheckedConsumer c = withThree(new Refusing() {
            private int since = -1;

            @Override
            @Nullable
            RuntimeException refusal() {
                since = since < 0 ? polls : since;
                return polls == since ? new RebalanceInProgressException() : null;
            }
        });

        Broker.run(takesThree(settings(), c));

        assertThat(c.last).isEqualTo(Map.of(P0, 3L));
    }

    @Test
    void aRebalanceThatDoesNotEndIsWaitedForAsLongAsTheCloseMayTake() {
        CheckedConsumer c = withThree(new Refusing() {
            @Override
            @Nullable
            RuntimeException refusal() {
                return new RebalanceInProgressException();
            }
        });

        Throwable thrown = catchThrowable(() -> Broker.run(takesThree(settings().closeWithin(SHORT), c)));

        assertThat(thrown.getCause())
                .hasMessageStartingWith("offsets of finished records cannot be committed: t-0@3: ")
                .hasMessageContaining("RebalanceInProgressException");
        assertThat(c.closed()).isTrue();
    }

    /** Hunts: an end that hangs, in a rebalance, for records of which nobody means to say done. */
    @Test
    void aRebalanceAtTheEndDoesNotWaitForRecordsThatNobodyFinishes() {
        CountDownLatch woken = new CountDownLatch(1);
        CheckedConsumer c = withThree(new CheckedConsumer() {
            @Override
            @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the poll that waits for it holds the lock
            public void wakeup() {
                woken.countDown();
                super.wakeup();
            }
        });
        c.schedulePollTask(() -> {
            await(woken);
            c.rebalance(List.of());
        });

        long begin = System.nanoTime();
        Broker.run(source(settings().finishWithin(LONG), c).take(3).drain());

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONG.dividedBy(2));
    }

    /** Hunts: a thread that is interrupted later, when it works for others. */
    @Test
    void theThreadOfASourceThatWasOverBeforeItBeganIsNotInterrupted() throws Exception {
        CountDownLatch paused = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Go<Unit> pause = Go.blocking(() -> {
            paused.countDown();
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
            return Unit.UNIT;
        });
        Owner owner =
                new Owner(new Options(), Kafka.connection("Kafka.source", "mock", "t"), CheckedConsumer::new, pause);
        owner.end();
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            var run = rt.start(owner.run());
            await(paused);
            owner.end();
            goesOn.countDown();
            rt.run(owner.stop(ENDED_AS_A_WHOLE).as(Unit.UNIT));
            run.get();
        }

        assertThat(interrupted).isFalse();
    }

    /** Hunts: a source that was ended while it looked for its brokers, and fails because that was interrupted. */
    @Test
    void aSourceThatIsEndedWhileItOpensEndsWell() {
        CountDownLatch opens = new CountDownLatch(1);
        CheckedFunction0<CheckedConsumer> open = () -> {
            opens.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
            return new CheckedConsumer();
        };
        Broker.run(endedWhen(
                opens,
                ctx -> Kafka.source(
                                settings().until(ctx),
                                Kafka.connection("Kafka.source", "mock", "t"),
                                open,
                                Go.sleep(Duration.ofMillis(1)))
                        .drain()));
    }

    private static Go<Unit> endedWhen(CountDownLatch latch, CheckedFunction1<CancelContext, Go<Unit>> program) {
        return Context.background()
                .withCancel()
                .flatMap(ctx -> Go.go("end", waitsFor(latch).then(ctx.cancel())).then(program.apply(ctx)));
    }

    /** What was committed when a partition was gone whose first record was being worked on when the group took it. */
    private static AtomicReference<Long> committedWhenGone(
            ConsumerSettings<String, String> settings, CheckedConsumer c, Set<Long> begun, Duration work) {
        CountDownLatch works = new CountDownLatch(1);
        CountDownLatch goes = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        AtomicReference<Long> committed = new AtomicReference<>();
        c.assign(List.of(P0, P1));
        c.add(P0, 3);
        c.schedulePollTask(() -> {
            await(works);
            goes.countDown();
            c.rebalance(List.of(P1));
            committed.set(c.last.get(P0));
            gone.countDown();
        });
        Broker.run(endedWhen(
                gone,
                ctx -> source(settings.until(ctx), c)
                        .mapGo(r -> Go.run(() -> {
                                    begun.add(r.offset());
                                    works.countDown();
                                })
                                .then(waitsFor(goes))
                                .then(Go.sleep(work))
                                .then(c.done(r)))
                        .drain()));
        return committed;
    }

    /** Hunts: a partition that goes to its next owner while a record of it is still being worked on. */
    @Test
    void aPartitionGoesWhenWhatIsBeingWorkedOnIsFinishedAndTheRestIsNotBegun() {
        CheckedConsumer c = new CheckedConsumer();
        Set<Long> begun = new ConcurrentSkipListSet<>();

        assertThat(committedWhenGone(settings(), c, begun, SHORT)).hasValue(1L);
        assertThat(begun).containsExactly(0L);
    }

    /** Hunts: a group that waits longer than it was told to. */
    @Test
    void aPartitionGoesWhenTheTimeToFinishIsOver() {
        CheckedConsumer c = new CheckedConsumer();

        assertThat(committedWhenGone(
                        settings().finishWithin(Duration.ofMillis(1)),
                        c,
                        new ConcurrentSkipListSet<>(),
                        Duration.ofMillis(500)))
                .hasValue(null);
        assertThat(c.last).isEmpty();
    }

    @Test
    void aPartitionThatIsDroppedGoesAtOnce() {
        CheckedConsumer c = new CheckedConsumer();

        assertThat(committedWhenGone(
                        settings().onRevoke(OnRevoke.DROP), c, new ConcurrentSkipListSet<>(), Duration.ofMillis(500)))
                .hasValue(null);
        assertThat(c.last).isEmpty();
    }

    /** Hunts: records that no transaction sees, behind the last one that it has seen, delivered again at each start. */
    @Test
    void recordsDoneElsewhereAreCommittedAtTheEndOfATransactionalSource() {
        CheckedConsumer c = withThree(new CheckedConsumer());

        Broker.run(takesThree(settings().transactional(), c));

        assertThat(c.last).isEqualTo(Map.of(P0, 3L));
    }

    /** Hunts: an offset of the source that overtakes, or is overtaken by, that of a transaction on its way. */
    @Test
    void aTransactionalSourceCommitsNothingOfAPartitionThatIsBeingWorkedOn() {
        CheckedConsumer c = withThree(new CheckedConsumer());

        Broker.run(Context.background()
                .withCancel()
                .flatMap(ctx -> ctx.run(source(settings().transactional().commitEvery(Duration.ofMillis(1)), c)
                        .mapGo(r -> r.offset() == 1 ? ctx.cancel().then(Go.never()) : c.done(r))
                        .drain())));

        assertThat(c.last).isEmpty();
    }

    /** Hunts: a partition that the gap has paused, and that is looked at too rarely, since nobody tells of its end. */
    @Test
    void aPartitionThatItsGapHasPausedIsLookedAtOften() {
        CheckedConsumer c = new CheckedConsumer();
        c.setMaxPollRecords(2);
        c.assign(List.of(P0));
        c.add(P0, 100);
        Go<Unit> stuck = Go.sleep(Duration.ofMillis(500))
                .then(Go.run(c.waits::clear))
                .then(Go.sleep(Duration.ofMillis(500)))
                .then(Go.run(() -> assertThat(c.waits).containsExactly(Duration.ofMillis(10))));
        try (GoRuntime rt = GoRuntime.deterministic(1)) {
            Unit unused = rt.run(source(settings().maxGap(10), c)
                    .parallelUnordered(2, r -> (r.offset() == 0 ? stuck : Go.unit()).then(c.done(r)))
                    .take(100)
                    .drain());
        }
    }
}
