package io.gondola.testkit.junit;

import static io.gondola.dsl.Go.call;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.panic;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.Cond;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Clock;
import io.gondola.testkit.Expect;
import io.gondola.testkit.GoTest;
import io.gondola.testkit.Strategy;
import io.gondola.testkit.Testing;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Test classes for the tests of the engine; a build does not take their names for tests. */
final class Cases {
    private static final Duration SHORT = Duration.ofMillis(1);

    private Cases() {}

    static Go<Unit> abba() {
        WaitGroup wg = new WaitGroup();
        Mutex a = new Mutex().named("a");
        Mutex b = new Mutex().named("b");
        return sequence(wg.go(a.withLock(b.withLock(unit()))), wg.go(b.withLock(a.withLock(unit()))), wg.await());
    }

    static class Deadlocking {
        @GoTest
        Go<Unit> abba() {
            return Cases.abba();
        }
    }

    static class Passing {
        @GoTest(schedules = 50)
        Go<Unit> oneLock() {
            Mutex mu = new Mutex();
            return sequence(go(mu.withLock(unit())), mu.withLock(unit()));
        }
    }

    static class Expecting {
        @GoTest(expect = Expect.DEADLOCK)
        Go<Unit> deadlockThatIsThere() {
            return Cases.abba();
        }

        @GoTest(expect = Expect.DEADLOCK, schedules = 20)
        Go<Unit> deadlockThatIsNotThere() {
            return unit();
        }

        @GoTest(expect = Expect.DEADLOCK, schedules = 20)
        Go<Unit> deadlockButItPanics() {
            return panic("boom");
        }
    }

    /** Each fails only because of its setting. */
    static class TakingLiberties {
        @GoTest(loose = true, expect = Expect.PANIC)
        Go<Unit> theSecondIsServedFirst() {
            Channel<Integer> c = Channel.unbuffered();
            Go<Unit> first = c.receive().flatMap(v -> v == 1 ? unit() : panic("out of turn"));
            return sequence(go(first), sleep(SHORT), go(c.receive()), sleep(SHORT), c.send(1), c.send(2));
        }

        @GoTest(spuriousWakeups = true, allowLeak = "waiting", expect = Expect.PANIC)
        Go<Unit> nobodyHasSignalled() {
            Mutex mu = new Mutex();
            return go("waiting", mu.withLock(new Cond(mu).await()).then(panic("woken")));
        }

        @GoTest(tryLockMayFail = true, expect = Expect.PANIC)
        Go<Unit> theLockIsFree() {
            return new Mutex().tryLock().flatMap(taken -> taken ? unit() : panic("not free"));
        }
    }

    /** The field would keep the lock of a schedule that deadlocked, if schedules shared an instance. */
    static class WithFields {
        static final AtomicInteger BEFORE = new AtomicInteger();
        static final AtomicInteger AFTER = new AtomicInteger();

        private final Mutex mu = new Mutex().named("mu");
        private Channel<Integer> made;

        @BeforeEach
        void makeChannel() {
            BEFORE.incrementAndGet();
            made = Channel.buffered(1);
        }

        @AfterEach
        void count() {
            AFTER.incrementAndGet();
        }

        @GoTest(schedules = 30)
        Go<Unit> eachScheduleHasItsOwnFields() {
            return mu.lock().then(made.send(1));
        }

        @Nested
        class Inner {
            @GoTest(schedules = 2)
            Go<Unit> seesTheOuterFields() {
                return mu.lock();
            }
        }
    }

    static class WithParameters {
        @GoTest(schedules = 2, clock = Clock.JITTER, strategy = Strategy.PCT)
        @DisplayName("with parameters")
        @Tag("chosen")
        Go<Unit> takes(Clock clock, Strategy strategy, TestInfo info) {
            return call(() -> {
                assertThat(clock).isEqualTo(Clock.JITTER);
                assertThat(strategy).isEqualTo(Strategy.PCT);
                assertThat(info.getDisplayName()).isEqualTo("with parameters");
                assertThat(info.getTags()).containsExactly("chosen");
                assertThat(info.getTestMethod().orElseThrow().getName()).isEqualTo("takes");
                return Unit.UNIT;
            });
        }
    }

    static class Wrong {
        @GoTest
        void returnsNothing() {}

        @GoTest
        Go<Unit> takesWhatNobodyHas(String text) {
            return unit();
        }

        @GoTest
        @SuppressWarnings("UnusedMethod") // by the compiler's light
        private Go<Unit> isPrivate() {
            return unit();
        }

        @GoTest
        @SuppressWarnings("NullAway") // null is what is tried
        Go<Unit> returnsNull() {
            return null;
        }

        @GoTest(schedules = 0)
        Go<Unit> asksForNoSchedule() {
            return unit();
        }

        @GoTest(budget = "soon")
        Go<Unit> hasAVagueBudget() {
            return unit();
        }
    }

    static class WithoutDefaultConstructor {
        WithoutDefaultConstructor(int n) {
            assertThat(n).isNegative();
        }

        @GoTest
        Go<Unit> cannotBeMade() {
            return unit();
        }
    }

    static class Skipped {
        @GoTest
        @Disabled("not today")
        Go<Unit> disabled() {
            return panic("boom");
        }
    }

    static class Unreached {
        @GoTest(schedules = 20)
        Go<Unit> neverReached() {
            Go<Unit> rare = Testing.sometimes("never");
            return Testing.choose(2).flatMap(n -> n == 2 ? rare : unit());
        }
    }

    /** Passes only if both tests run at the same time. */
    @Execution(ExecutionMode.CONCURRENT)
    static class Together {
        private static final CyclicBarrier BOTH = new CyclicBarrier(2);

        @BeforeEach
        void meet() throws Exception {
            BOTH.await(30, TimeUnit.SECONDS);
        }

        @GoTest(schedules = 1)
        Go<Unit> one() {
            return unit();
        }

        @GoTest(schedules = 1)
        Go<Unit> other() {
            return unit();
        }
    }
}
