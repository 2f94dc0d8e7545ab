package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.deterministic.RandomWalk;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** With times of its own, so that a minute takes none. */
class LongWaitsTest {
    private static final long PERIOD = LongWaits.PERIOD_NANOS;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final TestProgram program = new TestProgram(new RandomWalk(1));
    private final LongWaits waits = new LongWaits(0);
    private long now;

    private Goroutine goroutine(byte state) {
        Goroutine g = new Scripted(program, s -> Slice.Leave.end());
        program.roster(this).add(g);
        g.state(state);
        return g;
    }

    private void lookUntil(long end) {
        while (now < end) {
            now += SECOND;
            waits.lookIfDue(() -> List.of(program), now);
        }
    }

    @Test
    void aWaitCountsFromTheFirstLookInWholeMinutes() {
        Goroutine g = goroutine(Goroutine.WAITING);
        lookUntil(PERIOD);
        assertThat(waits.minutes(g, now)).isZero();
        lookUntil(PERIOD + MINUTE - SECOND);
        assertThat(waits.minutes(g, now)).isZero();
        lookUntil(PERIOD + MINUTE);
        assertThat(waits.minutes(g, now)).isEqualTo(1);
        lookUntil(PERIOD + 125 * MINUTE + SECOND);
        assertThat(waits.minutes(g, now)).isEqualTo(125);
    }

    @Test
    void blockingCodeCountsAndWhatRunsOrCanRunDoesNot() {
        Goroutine blocks = goroutine(Goroutine.SYSCALL);
        Goroutine runs = goroutine(Goroutine.RUNNING);
        Goroutine queued = goroutine(Goroutine.RUNNABLE);
        lookUntil(3 * MINUTE);
        assertThat(waits.minutes(blocks, now)).isEqualTo(2);
        assertThat(waits.minutes(runs, now)).isZero();
        assertThat(waits.minutes(queued, now)).isZero();
    }

    @Test
    void aStampLeavesTheStateAsItIs() {
        for (byte state : new byte[] {Goroutine.WAITING, Goroutine.SYSCALL}) {
            Goroutine g = goroutine(state);
            for (int i = 0; i < 1_000; i++) {
                lookUntil(now + PERIOD);
                assertThat(g.state()).isEqualTo(state);
            }
        }
    }

    @Test
    void aGoroutineThatGoesOnBeginsAgain() {
        Goroutine g = goroutine(Goroutine.WAITING);
        lookUntil(10 * MINUTE);
        g.state(Goroutine.RUNNABLE);
        assertThat(waits.minutes(g, now)).isZero();
        g.state(Goroutine.RUNNING);
        g.state(Goroutine.WAITING);
        assertThat(waits.minutes(g, now)).isZero();
        lookUntil(12 * MINUTE);
        assertThat(waits.minutes(g, now)).isEqualTo(1);
    }

    @Test
    void aLookThatComesLateMakesNoWaitLonger() {
        Goroutine g = goroutine(Goroutine.WAITING);
        now = 10 * MINUTE; // sysmon did not look for that long
        waits.lookIfDue(() -> List.of(program), now);
        assertThat(waits.minutes(g, now)).isZero();
        assertThat(waits.minutes(g, now + MINUTE)).isEqualTo(1);
    }

    @Test
    void theLongestWaitsStayAtTheHighestNumber() {
        Goroutine g = goroutine(Goroutine.WAITING);
        lookUntil(PERIOD + 100 * MINUTE);
        assertThat(waits.minutes(g, now)).isEqualTo(100);
        for (int i = 0; i < 30_000; i++) {
            long before = waits.minutes(g, now);
            lookUntil(now + PERIOD);
            assertThat(waits.minutes(g, now)).isGreaterThanOrEqualTo(before);
        }
        assertThat(waits.minutes(g, now)).isEqualTo(LongWaits.MAX_MINUTES).isEqualTo(1983);
    }

    @Test
    void stampsAndLocksLeaveEachOtherAlone() {
        Goroutine g = goroutine(Goroutine.RUNNING);
        g.lockedToThread(true);
        g.state(Goroutine.WAITING);
        lookUntil(PERIOD + 200 * MINUTE);
        assertThat(g.lockedToThread()).isTrue();
        assertThat(waits.minutes(g, now)).isEqualTo(200);

        Goroutine free = goroutine(Goroutine.WAITING);
        lookUntil(now + 5 * MINUTE);
        assertThat(free.lockedToThread()).isFalse();
    }

    /**
     * What hunts a stamp that overwrites a new state: then a goroutine would look as if it waited, or had not ended.
     */
    @Test
    void aStampNeverComesOverALaterStateOrLock() throws Exception {
        Goroutine g = goroutine(Goroutine.RUNNING);
        AtomicBoolean over = new AtomicBoolean();
        Thread sysmon = new Thread(() -> {
            for (long t = PERIOD; !over.get(); t += PERIOD) {
                waits.lookIfDue(() -> List.of(program), t);
            }
        });
        sysmon.start();
        try {
            for (int i = 0; i < 200_000; i++) {
                g.state(Goroutine.WAITING);
                Thread.onSpinWait();
                g.state(Goroutine.RUNNABLE);
                assertThat((int) g.rawState()).isEqualTo(Goroutine.RUNNABLE);
                g.state(Goroutine.RUNNING);
                g.lockedToThread(i % 2 == 0);
                assertThat((int) g.rawState()).isEqualTo(Goroutine.RUNNING);
                assertThat(g.lockedToThread()).isEqualTo(i % 2 == 0);
            }
        } finally {
            over.set(true);
            sysmon.join();
        }
    }

    @Test
    void sysmonMaySleepUntilTheNextLook() {
        assertThat(waits.limit(2 * PERIOD, SECOND)).isEqualTo(PERIOD - SECOND);
        assertThat(waits.limit(5, SECOND)).isEqualTo(5);
        assertThat(waits.limit(5, 2 * PERIOD)).isEqualTo(1);
    }
}
