package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.Slice.Leave;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The deadlock report against everything that happens while it is considered. */
class DeadlockRaceTest {
    private final Scheduler scheduler = Scheduler.workStealing(2);

    @AfterEach
    void noThreadIsLeft() {
        scheduler.close();
        Await.noThreadIsLeft();
    }

    /**
     * Hunts: the check sees no timer; then a party outside readies a goroutine, which runs, sleeps and leaves the
     * machines idle; then the check, which is still busy with a crowd of goroutines, sees nobody who waits for the
     * outside.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 20_000})
    void aGoroutineThatAlternatesBetweenTheOutsideAndSleepIsNeverDeadlocked(int crowd) {
        AtomicReference<Goroutine> waiting = new AtomicReference<>();
        ParkingLot never = new ParkingLot();
        Slice[] loop = new Slice[1];
        loop[0] = g -> Leave.parkOutside(waiting::set, h -> Leave.sleep(50_000, loop[0]));
        TestProgram p = TestProgram.start(scheduler, main -> {
            for (int i = 0; i < crowd; i++) {
                main.go(g -> Leave.park(never, h -> Leave.end()));
            }
            return loop[0].run(main);
        });
        long start = System.nanoTime();
        int rounds = 0;

        while (!p.ended() && System.nanoTime() - start < 1_000_000_000L) {
            Goroutine g = waiting.getAndSet(null);
            if (g != null) {
                rounds++;
                g.wake();
            }
            Thread.onSpinWait();
        }

        assertThat(p.deadlocked()).as("deadlocked after %d rounds", rounds).isFalse();
        assertThat(rounds).isPositive();
        p.finish();
    }

    /** Hunts: a report between the moment when a sleeper is taken from the heap and the moment when it is queued. */
    @Test
    void aGoroutineThatSleepsAgainAndAgainIsNeverDeadlocked() {
        int[] rounds = {3_000};
        Slice[] loop = new Slice[1];
        loop[0] = g -> --rounds[0] == 0 ? Leave.exit() : Leave.sleep(rounds[0] % 7 * 10_000L, loop[0]);

        assertThat(TestProgram.start(scheduler, loop[0]).awaitEnd().deadlocked())
                .isFalse();
    }

    /** Hunts: a report between the end of blocking code and the run that follows it. */
    @Test
    void aGoroutineThatBlocksAgainAndAgainIsNeverDeadlocked() {
        scheduler.setMaxProcs(1);
        int[] rounds = {2_000};
        Slice[] loop = new Slice[1];
        loop[0] = g -> --rounds[0] == 0
                ? Leave.exit()
                : g.blocking(() -> Await.pass(rounds[0] % 5 * 20_000L), h -> {
                    return Leave.gosched(loop[0]);
                });

        assertThat(TestProgram.start(scheduler, loop[0]).awaitEnd().deadlocked())
                .isFalse();
    }

    /** Hunts: the thread that reports a deadlock is handed a processor while the user's handler keeps it. */
    @Test
    void aHandlerOfADeadlockMayWaitForAnotherProgram() {
        scheduler.setMaxProcs(1);
        CountDownLatch otherEnded = new CountDownLatch(1);
        CountDownLatch handled = new CountDownLatch(1);
        TestProgram p = new TestProgram(scheduler);
        p.atDeadlock = () -> {
            Thread t = new Thread(() -> {
                TestProgram.run(scheduler, g -> Leave.exit());
                otherEnded.countDown();
            });
            t.start();
            Await.within(5_000_000_000L, () -> otherEnded.getCount() == 0);
            handled.countDown();
        };

        scheduler.start(p, new Scripted(p, g -> Leave.park(new ParkingLot(), h -> Leave.end())));

        Await.latch(handled);
        assertThat(otherEnded.getCount()).as("the other program has not ended").isZero();
    }
}
