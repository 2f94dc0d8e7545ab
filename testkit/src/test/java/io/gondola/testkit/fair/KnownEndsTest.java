package io.gondola.testkit.fair;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.forWhile;
import static io.gondola.dsl.Go.forever;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.AtomicInt;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Clock;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Failure;
import io.gondola.testkit.Kind;
import io.gondola.testkit.Report;
import io.gondola.testkit.Strategy;
import io.gondola.testkit.Testing;
import io.gondola.time.Time;
import io.vavr.CheckedFunction0;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What comes to an end in a fair run is neither endless nor kept alive, however long an unfair one goes on. */
class KnownEndsTest {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private static void ends(CheckedFunction0<? extends Go<?>> program) {
        for (Strategy strategy : Strategy.values()) {
            for (Clock clock : Clock.values()) {
                Report report = Explorer.of(program)
                        .strategy(strategy)
                        .clock(clock)
                        .schedules(5)
                        .maxSteps(5_000)
                        .explore();
                assertThat(report.failure().map(Failure::message))
                        .as(strategy + ", " + clock)
                        .isEmpty();
            }
        }
    }

    private static Go<Unit> heartbeat(Channel<Unit> stop) {
        return forever(b -> select(onReceive(stop, v -> b.exit()), onDefault(sleep(MILLI))));
    }

    @Test
    void anHourBesideAHeartbeat() {
        ends(() -> {
            Channel<Unit> stop = Channel.unbuffered();
            WaitGroup wg = new WaitGroup();
            return sequence(wg.go(heartbeat(stop)), sleep(HOUR), stop.close(), wg.await());
        });
    }

    /** Main is over, and somebody else ends the heartbeat after three hours. */
    @Test
    void aHeartbeatThatEndsHoursAfterMain() {
        ends(() -> {
            Channel<Unit> stop = Channel.unbuffered();
            return sequence(
                    go(heartbeat(stop)), go(forRange(0, 3, i -> sleep(HOUR)).then(stop.close())));
        });
    }

    @Test
    void aHeartbeatThatEndsByItselfAfterMain() {
        ends(() -> go(forRange(0, 2_000, i -> sleep(MILLI))));
    }

    @Test
    void aWaitForATimeByLookingAtTheClock() {
        ends(() ->
                Time.now().flatMap(start -> forWhile(Time.now().map(now -> now.isBefore(start.plus(HOUR))), unit())));
        ends(() -> Time.now()
                .flatMap(start -> forWhile(Time.now().map(now -> now.isBefore(start.plus(HOUR))), gosched())));
    }

    @Test
    void aLoopThatEndsWhenANumberIsDrawn() {
        ends(() -> forWhile(Testing.choose(10).map(n -> n != 9), gosched()));
    }

    /** The two go on only as long as both keep exactly in step. */
    @Test
    void goroutinesThatGiveWayToEachOther() {
        ends(() -> {
            Mutex a = new Mutex();
            Mutex b = new Mutex();
            WaitGroup wg = new WaitGroup();
            return sequence(wg.go(both(a, b)), wg.go(both(b, a)), wg.await());
        });
    }

    private static Go<Unit> both(Mutex first, Mutex second) {
        return forever(b -> first.lock()
                .then(second.tryLock())
                .flatMap(taken ->
                        taken ? sequence(second.unlock(), first.unlock()).then(b.exit()) : first.unlock()));
    }

    /** The deadlock comes after the loop of the other one has ended. */
    @Test
    void aDeadlockThatALoopComesBefore() {
        for (Strategy strategy : Strategy.values()) {
            Report report = Explorer.of(() -> {
                        AtomicInt stop = new AtomicInt();
                        AtomicInt work = new AtomicInt();
                        Channel<Unit> never = Channel.unbuffered();
                        return sequence(
                                go(forWhile(
                                        stop.load().map(n -> n == 0),
                                        work.add(1).then(unit()))),
                                Spinners.steps(5),
                                stop.store(1),
                                never.receive());
                    })
                    .strategy(strategy)
                    .schedules(10)
                    .explore();

            assertThat(report.failure().map(Failure::kind))
                    .as(strategy.toString())
                    .containsExactly(Kind.DEADLOCK);
        }
    }

    /** A cycle of locks beside a goroutine that runs on and on. */
    @Test
    void aCycleOfLocksIsNoLivelock() {
        Report report = Explorer.of(() -> {
                    Mutex a = new Mutex();
                    Mutex b = new Mutex();
                    WaitGroup wg = new WaitGroup();
                    return sequence(
                            go(forever(sleep(MILLI))),
                            wg.go(a.withLock(sleep(MILLI).then(b.withLock(unit())))),
                            wg.go(b.withLock(sleep(MILLI).then(a.withLock(unit())))),
                            wg.await());
                })
                .maxSteps(2_000)
                .explore();

        assertThat(report.failure().map(Failure::kind)).containsExactly(Kind.DEADLOCK);
    }

    /** A panic that only the hour lost explains is not reported. */
    @Test
    void timeThatOnlyPassesToSeeTheEndHurtsNobody() {
        Report report = Explorer.of(() -> {
                    Channel<Unit> stop = Channel.unbuffered();
                    WaitGroup wg = new WaitGroup();
                    Go<Unit> beat = Time.now()
                            .flatMap(before -> sleep(MILLI)
                                    .then(Time.now())
                                    .flatMap(
                                            now -> Duration.between(before, now).compareTo(Duration.ofSeconds(1)) > 0
                                                    ? Go.panic("too late")
                                                    : unit()));
                    return sequence(
                            wg.go(forever(b -> select(onReceive(stop, v -> b.exit()), onDefault(beat)))),
                            sleep(HOUR),
                            stop.close(),
                            wg.await());
                })
                .maxSteps(5_000)
                .schedules(5)
                .explore();

        assertThat(report.failure().map(Failure::message)).isEmpty();
        assertThat(report.cutShort().get()).contains("were cut after 5000 steps");
    }

    @Test
    void aReplayWithOtherSettingsEndsInTheSameWay() {
        Explorer explorer = Explorer.of(() -> {
                    AtomicInt a = new AtomicInt();
                    return sequence(go("other", forever(a.add(1))), forever(gosched()));
                })
                .named("replayed");
        for (Strategy strategy : Strategy.values()) {
            Failure failure = explorer.strategy(strategy)
                    .maxSteps(3_000)
                    .explore()
                    .failure()
                    .get();

            for (int maxSteps : new int[] {10, 3_000, 100_000}) {
                Report replay = explorer.maxSteps(maxSteps).replay(failure.token());
                assertThat(replay.divergence()).as(strategy + ", " + maxSteps).isEmpty();
                assertThat(replay.failure().get().summary()).isEqualTo(failure.summary());
                assertThat(replay.failure().get().token()).isEqualTo(failure.token());
            }
        }
    }
}
