package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.scheduler.Slice.Leave;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operating system, or the options, give no more threads. */
class ThreadStartTest {
    private final OutOfMemoryError noThread = new OutOfMemoryError("unable to create native thread");

    /** How many machines may still start. */
    private final AtomicInteger left = new AtomicInteger();

    private final SchedulerOptions options = SchedulerOptions.processors(2).withStarter(t -> {
        if (t instanceof Machine && left.getAndDecrement() <= 0) {
            throw noThread;
        }
        t.start();
    });

    @AfterEach
    void noThreadIsLeft() {
        Await.noThreadIsLeft();
    }

    @Test
    void aSchedulerWhoseFirstThreadsDoNotStartLeavesNone() {
        assertThatThrownBy(() -> Scheduler.workStealing(options.withStarter(t -> {
                    if (t instanceof Poller) {
                        throw noThread;
                    }
                    t.start();
                })))
                .isSameAs(noThread);
    }

    @Test
    void aProgramThatGetsNoThreadEndsWithTheReason() {
        try (Scheduler scheduler = Scheduler.workStealing(options)) {
            TestProgram p = TestProgram.start(scheduler, main -> Leave.exit()).awaitEnd();

            assertThat(p.abortedBy())
                    .hasMessage("no thread can be started to run goroutines: " + noThread)
                    .hasCause(noThread);
        }
    }

    @Test
    void aProgramStartsWhenThereIsAThreadAgain() {
        try (Scheduler scheduler = Scheduler.workStealing(options)) {
            TestProgram p = TestProgram.start(scheduler, main -> Leave.exit());
            Await.until("a thread was refused", () -> left.get() < 0);
            left.set(2);

            assertThat(p.awaitEnd().abortedBy()).isNull();
        }
    }

    /** Hunts: a processor with its queue that is lost with the thread that should have run it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void nobodyIsLostWhileThreadsDoNotStart(int threads) {
        left.set(threads);
        int n = 100;
        AtomicInteger todo = new AtomicInteger(2 * n);
        try (Scheduler scheduler = Scheduler.workStealing(options)) {
            TestProgram p = TestProgram.run(scheduler, main -> {
                for (int i = 0; i < n; i++) {
                    main.go(g -> g.blocking(() -> Await.pass(100_000), h -> done(todo)));
                    main.go(g -> Leave.sleep(1_000_000, h -> done(todo)));
                }
                return Leave.park(new ParkingLot(), g -> Leave.end());
            });

            assertThat(p.abortedBy()).isNull();
            assertThat(scheduler.stats().machines()).isLessThanOrEqualTo(threads);
        }
    }

    private static Leave done(AtomicInteger todo) {
        return todo.decrementAndGet() == 0 ? Leave.exit() : Leave.end();
    }

    /** Go: {@code thread exhaustion}. */
    @Test
    void needingMoreThreadsThanAllowedEndsThePrograms() {
        CountDownLatch never = new CountDownLatch(1);
        try (Scheduler scheduler =
                Scheduler.workStealing(SchedulerOptions.processors(1).withMaxThreads(10))) {
            TestProgram p = TestProgram.start(scheduler, main -> {
                for (int i = 0; i < 20; i++) {
                    main.go(g -> g.blocking(() -> interruptibly(never), h -> Leave.end()));
                }
                return Leave.park(new ParkingLot(), g -> Leave.end());
            });

            assertThat(p.awaitEnd().abortedBy())
                    .hasMessage("runtime: program exceeds 10-thread limit: thread exhaustion");
            assertThat(scheduler.closed()).isTrue();
        }
    }

    private static void interruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ended threads must not count, and those that are idle are taken before new ones are made. */
    @Test
    void threadsAreReusedAndRetire() {
        left.set(50);
        try (Scheduler scheduler = Scheduler.workStealing(options.withRetireAfterNanos(20_000_000))) {
            for (int i = 0; i < 200; i++) {
                TestProgram.run(scheduler, main -> main.blocking(() -> {}, g -> Leave.exit()));
            }
            Await.until("all have retired", () -> scheduler.stats().machines() == 0);

            TestProgram.run(scheduler, main -> Leave.exit());
            assertThat(left).as("threads not needed").hasValueGreaterThan(30);
        }
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> options.withMaxThreads(0)).hasMessage("maxThreads must be at least 1: 0");
        assertThatThrownBy(() -> options.withRetireAfterNanos(0)).hasMessage("retireAfterNanos must be positive: 0");
        assertThatThrownBy(() -> SchedulerOptions.processors(0)).hasMessage("maxProcs must be from 1 to 1024: 0");
    }
}
