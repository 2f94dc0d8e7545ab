package io.gondola.conformance.rows;

import static io.gondola.dsl.Go.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Kind;
import io.gondola.time.RateLimiter;
import io.gondola.time.Time;
import io.gondola.time.Timer;
import io.vavr.collection.List;
import io.vavr.control.Try;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The rate limiter; and tests in virtual time, for which Gondola has the deterministic runtime and the explorer. */
@Row(
        id = "5.6-1",
        rule = "Tokens",
        go = "flow in at the rate, up to the burst; AllowN takes them, WaitN waits for them",
        tests = {
            "RateLimiterTest.theBurstIsAllowedAtOnce",
            "RateLimiterTest.tokensFlowInUpToTheBurst",
            "RateLimiterTest.manyThatWaitAreServedOneByOne"
        })
@Row(
        id = "5.6-2",
        rule = "Reserve; Reservation.OK, Delay, Cancel; InfDuration",
        go = "promises tokens, tells how long to wait, gives back what nobody counts on; `InfDuration` is the"
                + " largest int64",
        tests = {
            "RateLimiterTest.aReservationTellsItsDelay",
            "RateLimiterTest.aCancelledReservationGivesBackWhatNobodyCountsOn"
        },
        only = "exact times need the virtual clock")
@Row(
        id = "5.6-5",
        rule = "SetLimit, SetBurst, Tokens",
        go = "take effect from now on, or from a given time",
        ours = "from now on",
        why = "time is that of the runtime's clock",
        tests = "RateLimiterTest.limitAndBurstMayChange",
        only = "exact times need the virtual clock")
@Row(
        id = "5.7-5",
        rule = "The race detector and a test's happens-before",
        go = "Wait sees all that the others did before they blocked or ended",
        ours = "the explorer finds what only the clock orders: a sleep is no synchronisation",
        why = "programs must not depend on it outside tests",
        tests = "MemoryModelRowsTest.theEndOfAGoroutineIsNoEdge",
        only = "only the race detector can tell")
class RateRowsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String VIRTUAL = "it is the virtual clock's";

    private static String text(Try<Unit> waited) {
        return waited.isFailure() ? waited.getCause().getMessage() : "waited";
    }

    @Row(id = "5.6-3", rule = "An infinite rate; a burst of 0", go = "the burst does not count; nothing is allowed")
    @OnEveryRuntime
    void anInfiniteRateAllowsAllAndABurstOfZeroNothing(World w) {
        w.yields(List.of(true, true), () -> {
            RateLimiter all = new RateLimiter(Double.POSITIVE_INFINITY, 0);
            return Go.zip(all.allow(), all.allow(100), List::of);
        });
        w.yields(false, () -> new RateLimiter(1_000, 0).allow());
    }

    @Row(
            id = "5.6-4",
            rule = "Wait that cannot succeed",
            go = "`rate: Wait(n=5) exceeds limiter's burst 3`, `rate: Wait(n=5) would exceed context deadline`")
    @OnEveryRuntime
    void aWaitThatCannotSucceedFailsAtOnce(World w) {
        w.yields(
                "rate: Wait(n=5) exceeds limiter's burst 3",
                () -> new RateLimiter(1, 3).await(Context.background(), 5).map(RateRowsTest::text));
        w.yields("rate: Wait(n=5) would exceed context deadline", () -> {
            RateLimiter limiter = new RateLimiter(0.001, 5);
            return limiter.allow(5)
                    .then(Context.background()
                            .withTimeout(Duration.ofMillis(50))
                            .flatMap(ctx -> limiter.await(ctx, 5)))
                    .map(RateRowsTest::text);
        });
    }

    @Row(
            id = "5.7-1",
            rule = "`synctest.Test(t, f)`",
            go = "runs f in a bubble with a clock of its own, until all its goroutines have ended; not inside"
                    + " another one",
            ours = "a deterministic runtime, or an explorer, runs the program; each has its clock; nesting is no"
                    + " matter",
            why = "a runtime is an object",
            only = VIRTUAL)
    @Test
    @SuppressWarnings("gondola:run") // on purpose
    void aDeterministicRuntimeHasAClockOfItsOwn() {
        Go<Instant> later = sleep(HOUR).then(Time.now());
        try (GoRuntime one = GoRuntime.deterministic(1);
                GoRuntime other = GoRuntime.deterministic(2)) {
            assertThat(one.run(later)).isEqualTo(Instant.parse("2000-01-01T01:00:00Z"));
            assertThat(other.run(later.then(later))).isEqualTo(Instant.parse("2000-01-01T02:00:00Z"));
            assertThat(one.run(Go.call(() -> other.run(Go.pure(1))))).isEqualTo(1);
        }
    }

    @Row(
            id = "5.7-2",
            rule = "`synctest.Wait()`, `synctest.Sleep(d)`",
            go = "Wait returns when every other goroutine of the bubble is durably blocked; Sleep (1.27) is"
                    + " `time.Sleep`, then Wait",
            ours = "`sleep` does both, be it for a nanosecond",
            why = "the virtual clock moves only when all are blocked",
            only = VIRTUAL)
    @Test
    @SuppressWarnings("gondola:shared") // one thread, and read when the others are blocked
    void aSleepReturnsWhenAllOthersAreBlocked() {
        for (long seed = 0; seed < 50; seed++) {
            try (GoRuntime runtime = GoRuntime.deterministic(seed)) {
                int[] steps = {0};
                runtime.run(Go.go(Go.run(() -> steps[0]++)
                                .then(Go.gosched())
                                .repeat(20)
                                .then(Go.never()))
                        .then(sleep(Duration.ofNanos(1)))
                        .then(Go.run(() -> assertThat(steps[0]).isEqualTo(20))));
            }
        }
    }

    @Row(
            id = "5.7-3",
            rule = "The clock",
            go = "starts at 2000-01-01 00:00:00 UTC; moves only when all are durably blocked, straight to the next"
                    + " timer",
            only = VIRTUAL)
    @Test
    void theClockStartsIn2000AndJumpsToTheNextTimer() {
        try (GoRuntime runtime = GoRuntime.deterministic(1)) {
            List<Instant> times = runtime.run(Go.zip(
                    Time.now(),
                    Go.gosched().repeat(1_000).then(Time.now()),
                    sleep(HOUR).then(Time.now()),
                    List::of));

            Instant start = Instant.parse("2000-01-01T00:00:00Z");
            assertThat(times).containsExactly(start, start, start.plus(HOUR));
        }
    }

    @Row(
            id = "5.7-4",
            rule = "What comes first when all are blocked",
            go = "timers that are due, then the caller of Wait, then the clock moves, then it is a deadlock",
            only = VIRTUAL)
    @Test
    void timersComeBeforeTheClockMovesAndADeadlockComesLast() {
        try (GoRuntime runtime = GoRuntime.deterministic(1)) {
            assertThatThrownBy(() ->
                            runtime.run(sleep(HOUR).then(Timer.start(HOUR)).then(Go.never())))
                    .hasMessageStartingWith("all goroutines are asleep - deadlock!\n");
            Instant fired = runtime.run(
                    Timer.start(Duration.ZERO).flatMap(t -> t.channel().receive()));

            assertThat(fired).isEqualTo(runtime.run(Time.now()));
        }
    }

    @Row(
            id = "5.7-6",
            rule = "What blocks durably",
            go = "channels of the bubble, select, Cond, WaitGroup, Sleep; not mutexes, IO, channels from outside",
            ours = "everything that parks, mutexes, too; blocking code runs to its end; nothing comes from outside",
            why = "the deterministic runtime has one thread, and no other may wake its goroutines",
            only = VIRTUAL)
    @Test
    void aLockedMutexBlocksDurably() {
        try (GoRuntime runtime = GoRuntime.deterministic(1)) {
            Mutex mu = new Mutex();
            Go<Unit> program =
                    mu.lock().then(Go.go(sleep(HOUR).then(mu.unlock()))).then(mu.lock());

            assertThat(runtime.run(program.then(Time.now()))).isEqualTo(Instant.parse("2000-01-01T01:00:00Z"));
        }
    }

    @Row(
            id = "5.7-7",
            rule = "The root goroutine of a bubble returns",
            go = "the clock stops; pending AfterFuncs never run; goroutines left are a deadlock: `deadlock: main"
                    + " bubble goroutine has exited but blocked goroutines remain`",
            ours = "main's return ends the program; the explorer reports goroutines that are left as a leak",
            why = "a test's program is a program",
            only = VIRTUAL)
    @Test
    void goroutinesThatAreLeftAreALeak() {
        var report = Explorer.of(() -> Go.go(Go.never())).schedules(10).explore();

        assertThat(report.failure().get().kind()).isEqualTo(Kind.LEAK);
        try (GoRuntime runtime = GoRuntime.deterministic(1)) {
            assertThat(runtime.run(Time.afterFunc(HOUR, Go.panic("ran")).as(1))).isEqualTo(1);
        }
    }

    @Row(
            id = "5.7-8",
            rule = "A deadlock in a bubble",
            go = "`deadlock: all goroutines in bubble are blocked`, as a panic",
            ours = "Go's ordinary fatal error, `all goroutines are asleep - deadlock!`",
            why = "the runtime is the bubble")
    @OnEveryRuntime
    void aDeadlockIsTheOrdinaryOne(World w) {
        w.deadlocks(
                "chan receive",
                () -> sleep(Duration.ofNanos(1)).then(Channel.unbuffered().receive()));
    }

    @Row(
            id = "5.7-9",
            rule = "Use of a bubble's channel, timer or WaitGroup from outside, or from several bubbles",
            go = "panics or dies: `receive on synctest channel from outside bubble` and so on",
            ours = "a thread outside that wakes a goroutine of a deterministic runtime is refused",
            why = "objects belong to no runtime; only the wake-up would break its order",
            tests = "ReadinessTest.theDeterministicRuntimeNamesTheWayOut",
            only = VIRTUAL)
    @Test
    void aChannelMayServeSeveralRuntimesOneAfterTheOther() {
        Channel<Integer> c = Channel.buffered(1);
        try (GoRuntime one = GoRuntime.deterministic(1);
                GoRuntime other = GoRuntime.deterministic(2)) {
            one.run(c.send(5));
            assertThat(other.run(c.receive())).isEqualTo(5);
        }
    }

    @Row(
            id = "5.7-10",
            rule = "`testing.T` in a bubble",
            go = "Cleanup runs in it, its Context belongs to it; `t.Run`, `t.Parallel`, `t.Deadline` panic",
            ours = "`@BeforeEach` and `@AfterEach` run around each schedule; nested tests and parallel ones are"
                    + " JUnit's",
            why = "the program is a value that a test method returns",
            tests = "GoTestTest.eachScheduleHasAnInstanceOfItsOwnWithBeforeAndAfter",
            only = VIRTUAL)
    @Row(
            id = "5.7-11",
            rule = "Timers and sleepers of the same instant",
            go = "must not always fire in one order (TestTimerNondeterminism)",
            tests = "TimeProgramsTest.sleepersWakeInAnyOrderWhenTheirTimeIsTheSame",
            only = VIRTUAL)
    @Test
    void timersOfTheSameInstantFireInAnyOrder() {
        Set<Integer> first = new TreeSet<>();
        for (long seed = 0; seed < 200; seed++) {
            try (GoRuntime runtime = GoRuntime.deterministic(seed)) {
                Channel<Integer> fired = Channel.buffered(3);
                first.add(runtime.run(Go.forRange(0, 3, i -> Time.afterFunc(HOUR, fired.send(i)))
                        .then(fired.receive())));
            }
        }

        assertThat(first).containsExactly(0, 1, 2);
    }

    @Row(
            id = "5.7-12",
            rule = "`NewTimer(0)` in a bubble",
            go = "can be read at once; yields its deadline, not the time of the receive",
            tests = "TimerTest.theElementIsTheDeadlineEvenIfItIsReceivedLater",
            only = VIRTUAL)
    @Test
    void aTimerOfZeroCanBeReadAtOnceAndYieldsItsDeadline() {
        try (GoRuntime runtime = GoRuntime.deterministic(1)) {
            Go<Instant> late = Timer.start(Duration.ZERO)
                    .flatMap(t -> sleep(HOUR).then(t.channel().receive()));

            assertThat(runtime.run(Timer.start(Duration.ZERO)
                                    .flatMap(t -> t.channel().tryReceive()))
                            .isValue())
                    .isTrue();
            assertThat(runtime.run(late)).isEqualTo(Instant.parse("2000-01-01T00:00:00Z"));
        }
    }
}
