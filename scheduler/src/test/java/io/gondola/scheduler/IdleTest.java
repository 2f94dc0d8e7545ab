package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.Slice.Leave;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A scheduler that has nothing to do costs nothing. */
class IdleTest {
    private static final long OBSERVED_NANOS = 500_000_000;
    private static final long ALLOWED_NANOS = 10_000_000;

    private final Scheduler scheduler = Scheduler.workStealing(4);

    @AfterEach
    void noThreadIsLeft() {
        scheduler.close();
        Await.noThreadIsLeft();
    }

    /** CPU time of the scheduler's threads. By reflection, since the module does not read java.management. */
    private static long cpuNanos() {
        try {
            Object threads = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            Method time = Class.forName("java.lang.management.ThreadMXBean").getMethod("getThreadCpuTime", long.class);
            long sum = 0;
            for (Thread t : Await.gondolaThreads()) {
                sum += Math.max(0, (long) time.invoke(threads, t.getId()));
            }
            return sum;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("java.management", e);
        }
    }

    /**
     * The best of several: a busy machine may not let work before come to its end at once, while what burns burns each
     * time.
     */
    private static void assertCalm() {
        boolean sameThreads = false;
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 10 && !(sameThreads && used <= ALLOWED_NANOS); i++) {
            Await.pass(20_000_000);
            List<Thread> before = Await.gondolaThreads();
            long start = cpuNanos();
            Await.pass(OBSERVED_NANOS);
            used = cpuNanos() - start;
            sameThreads = Set.copyOf(Await.gondolaThreads()).equals(Set.copyOf(before));
        }

        assertThat(sameThreads).as("the same threads at begin and end").isTrue();
        assertThat(used).as("CPU nanoseconds").isBetween(0L, ALLOWED_NANOS);
    }

    private void workALittle() {
        TestProgram.run(scheduler, main -> {
            for (int i = 0; i < 100; i++) {
                main.go(g -> Leave.gosched(h -> Leave.gosched(k -> Leave.end())));
            }
            return Leave.sleep(5_000_000, g -> Leave.exit());
        });
    }

    @Test
    void anUnusedSchedulerBurnsNoCpu() {
        assertCalm();
    }

    @Test
    void aSchedulerWithNothingToDoBurnsNoCpu() {
        workALittle();
        assertCalm();
    }

    @Test
    void oneWhoseGoroutinesAllWaitOrSleepBurnsNoCpu() {
        scheduler.outsiders(1);
        TestProgram p = TestProgram.start(scheduler, main -> {
            for (int i = 0; i < 1_000; i++) {
                main.go(g -> Leave.park(new ParkingLot(), h -> Leave.end()));
                main.go(g -> Leave.sleep(60_000_000_000L, h -> Leave.end()));
            }
            return Leave.park(new ParkingLot(), h -> Leave.end());
        });
        assertCalm();
        p.finish();
    }

    @Test
    void oneWhoseGoroutineBlocksForLongBurnsNoCpu() {
        TestProgram.start(scheduler, main -> main.blocking(() -> Await.pass(1_000_000_000), g -> Leave.exit()));
        Await.pass(50_000_000);
        long start = cpuNanos();
        Await.pass(OBSERVED_NANOS);

        // the code that blocks wakes 5 times in a millisecond by itself
        assertThat(cpuNanos() - start).isLessThan(10 * ALLOWED_NANOS);
    }

    @Test
    @Tag("stress")
    @Timeout(60)
    void machinesThatWereIdleForLongEndAndOthersTakeTheirPlace() {
        workALittle();
        assertThat(scheduler.stats().machines()).isPositive();

        assertThat(Await.within(20_000_000_000L, () -> scheduler.stats().machines() == 0))
                .isTrue();
        workALittle();
    }
}
