package io.gondola.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Report;
import io.gondola.testkit.Verdict;
import io.vavr.CheckedFunction0;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The source with Kafka's own mock consumer, under explored schedules: its clock is virtual, its polls never wait. */
@SuppressWarnings("NullAway") // what is looked for is there
class SourceScheduleTest {
    private static final TopicPartition P0 = CheckedConsumer.P0;
    private static final TopicPartition P1 = CheckedConsumer.P1;

    /** In which the source could fetch all records, two at a time; of virtual time. */
    private static final Duration HUNDRED_ROUNDS = Duration.ofMillis(100);

    /** How many schedules are tried: more in {@link SourceManySchedulesTest}. */
    int schedules() {
        return 50;
    }

    private void passes(CheckedFunction0<Go<?>> program) {
        passes(Explorer.of(program));
    }

    private void passes(Explorer explorer) {
        Report report = explorer.schedules(schedules()).explore();
        assertThat(report.verdict()).as("%s", report).isNotEqualTo(Verdict.FAILED);
    }

    /** Hunts: an offset that is committed before a record below it is done, whichever worker is faster. */
    @Test
    void onlyWhatIsDoneIsCommitted() {
        passes(() -> {
            CheckedConsumer c = new CheckedConsumer();
            c.assign(List.of(P0, P1));
            c.add(P0, 4);
            c.add(P1, 3);
            return CheckedConsumer.source(CheckedConsumer.settings(), c)
                    .take(7)
                    .parallelByKey(3, Received::orderKey, r -> c.done(r).as(r))
                    .drain()
                    .then(Go.run(() -> {
                        assertThat(c.last).isEqualTo(Map.of(P0, 4L, P1, 3L));
                        assertThat(c.closed()).isTrue();
                    }));
        });
    }

    /** Hunts: a commit of what the failing record was to come before. */
    @Test
    void aFailureLeavesTheRestUncommitted() {
        passes(() -> {
            CheckedConsumer c = new CheckedConsumer();
            c.assign(List.of(P0));
            c.add(P0, 6);
            return CheckedConsumer.source(CheckedConsumer.settings(), c)
                    .parallelByKey(
                            3,
                            Received::orderKey,
                            r -> r.offset() == 3 ? Go.panic("no") : Go.gosched().then(c.done(r)))
                    .drain()
                    .attempt()
                    .map(t -> {
                        assertThat(t.isFailure()).isTrue();
                        assertThat(c.last.getOrDefault(P0, 0L)).isLessThanOrEqualTo(3);
                        assertThat(c.closed()).isTrue();
                        return t;
                    });
        });
    }

    /** Hunts: the order of a key, with several in flight. */
    @Test
    void eachKeyKeepsItsOrder() {
        passes(() -> {
            CheckedConsumer c = new CheckedConsumer();
            c.assign(List.of(P0));
            c.add(P0, 9);
            Map<String, List<Long>> seen = new HashMap<>();
            return CheckedConsumer.source(CheckedConsumer.settings(), c)
                    .take(9)
                    .parallelByKey(
                            3,
                            Received::orderKey,
                            r -> Go.gosched()
                                    .then(Go.run(() -> seen.computeIfAbsent(r.key(), k -> new ArrayList<>())
                                            .add(r.offset())))
                                    .then(c.done(r)))
                    .drain()
                    .then(Go.run(() -> assertThat(seen)
                            .isEqualTo(Map.of(
                                    "k0", List.of(0L, 3L, 6L), "k1", List.of(1L, 4L, 7L), "k2", List.of(2L, 5L, 8L)))));
        });
    }

    /** Hunts: a record of a partition that is gone, begun or committed all the same. */
    @Test
    void recordsOfAPartitionThatIsGoneAreDropped() {
        passes(() -> {
            CheckedConsumer c = new CheckedConsumer();
            c.assign(List.of(P0, P1));
            c.add(P0, 5);
            c.add(P1, 5);
            c.assign(List.of(P1));
            return CheckedConsumer.source(CheckedConsumer.settings().onRevoke(OnRevoke.DROP), c)
                    .parallelUnordered(
                            2,
                            r -> Go.sleep(Duration.ofMillis(1)).then(c.done(r)).as(r))
                    .filter(r -> r.partition() == 1)
                    .take(5)
                    .drain()
                    .then(Go.run(() -> assertThat(c.assignment()).doesNotContain(P0)));
        });
    }

    private static Go<Unit> takesOneIn(Duration time, CheckedConsumer c) {
        c.setMaxPollRecords(2);
        c.assign(List.of(P0));
        c.add(P0, 100);
        return CheckedConsumer.source(CheckedConsumer.settings().buffer(10), c)
                .mapGo(r -> Go.sleep(time).then(c.done(r)).as(r))
                .take(1)
                .drain();
    }

    /** Hunts: fetching without end while nobody takes anything. */
    @Test
    void aPartitionOfWhichTooMuchHasComeIsPaused() {
        passes(() -> {
            CheckedConsumer c = new CheckedConsumer();
            return takesOneIn(HUNDRED_ROUNDS, c)
                    .then(Go.run(() -> assertThat(c.received).isLessThanOrEqualTo(12)));
        });
    }

    @Test
    void aSourceWhosePartitionsAreAllPausedStillPolls() {
        CheckedConsumer c = new CheckedConsumer();
        try (GoRuntime rt = GoRuntime.deterministic(1)) {
            Unit unused = rt.run(takesOneIn(Duration.ofSeconds(1), c));
        }
        assertThat(c.received).isBetween(10, 12);
        assertThat(c.polls).isGreaterThan(900);
    }

    /** Hunts: fetching without end while the first record is stuck, however fast the others are. */
    @Test
    void aPartitionWhoseFirstRecordIsStuckIsPaused() {
        passes(() -> {
            CheckedConsumer c = new CheckedConsumer();
            c.setMaxPollRecords(2);
            c.assign(List.of(P0));
            c.add(P0, 100);
            return CheckedConsumer.source(CheckedConsumer.settings().maxGap(10), c)
                    .parallelUnordered(
                            2,
                            r -> (r.offset() == 0 ? isStuck(c) : Go.unit())
                                    .then(c.done(r))
                                    .as(r))
                    .filter(r -> r.offset() == 0)
                    .take(1)
                    .drain();
        });
    }

    private static Go<Unit> isStuck(CheckedConsumer c) {
        return Go.sleep(HUNDRED_ROUNDS).then(Go.run(() -> assertThat(c.received).isLessThanOrEqualTo(12)));
    }

    /** Hunts: a partition that is paused until the next commit although all its records are finished. */
    @Test
    void finishedRecordsThatAreNotYetCommittedPauseNothing() {
        CheckedConsumer c = new CheckedConsumer();
        c.setMaxPollRecords(2);
        c.assign(List.of(P0));
        c.add(P0, 100);
        try (GoRuntime rt = GoRuntime.deterministic(1)) {
            Unit unused = rt.run(
                    CheckedConsumer.source(CheckedConsumer.settings().maxGap(10).commitEvery(Duration.ofHours(1)), c)
                            .mapGo(r -> c.done(r))
                            .take(100)
                            .drain());
        }
        assertThat(c.polls).isLessThan(200);
        assertThat(c.last).isEqualTo(Map.of(P0, 100L));
    }

    /** Hunts: a partition that the user has paused, resumed because its buffer is empty. */
    @Test
    void partitionsPausedByTheUserStayPaused() {
        passes(() -> {
            CheckedConsumer c = new CheckedConsumer();
            Pauses pauses = new Pauses();
            pauses.pause("t", 1);
            c.assign(List.of(P0, P1));
            c.add(P1, 5); // it has them first
            c.add(P0, 5);
            List<Integer> seen = new ArrayList<>();
            return CheckedConsumer.source(CheckedConsumer.settings().pauses(pauses), c)
                    .mapGo(r -> c.done(r).as(r))
                    .peek(r -> {
                        seen.add(r.partition());
                        if (seen.size() == 5) {
                            assertThat(seen).doesNotContain(1);
                            pauses.resume("t", 1);
                        }
                    })
                    .take(10)
                    .drain();
        });
    }

    /** Hunts: a goroutine or a consumer that is left when the pipeline was cancelled, at whatever step. */
    @Test
    void nothingIsLeftOfACancelledSource() {
        passes(() -> {
            CheckedConsumer c = new CheckedConsumer();
            c.assign(List.of(P0));
            c.add(P0, 5);
            return io.gondola.context.Context.background()
                    .withTimeout(Duration.ofMillis(3))
                    .flatMap(ctx -> ctx.run(CheckedConsumer.source(CheckedConsumer.settings(), c)
                            .mapGo(r -> Go.sleep(Duration.ofMillis(1)).then(c.done(r)))
                            .drain()))
                    .map(t -> {
                        assertThat(c.closed()).isEqualTo(c.opened);
                        return t;
                    });
        });
    }

    /** Hunts: what is being worked on, not finished when the source ends by its context. */
    @Test
    void untilEndsTheSourceAndFinishesTheRest() {
        passes(() -> {
            CheckedConsumer c = new CheckedConsumer();
            c.assign(List.of(P0));
            c.add(P0, 5);
            return io.gondola.context.Context.background()
                    .withCancel()
                    .flatMap(ctx -> CheckedConsumer.source(
                                    CheckedConsumer.settings().until(ctx), c)
                            .peekGo(r -> r.offset() == 1 ? ctx.cancel() : Go.unit())
                            .parallelUnordered(
                                    2, r -> Go.sleep(Duration.ofMillis(7)).then(c.done(r)))
                            .drain())
                    .then(Go.run(() -> {
                        assertThat(c.last.get(P0)).isEqualTo(c.done.get(P0).size());
                        assertThat(c.last.get(P0)).isGreaterThanOrEqualTo(2);
                    }));
        });
    }
}
