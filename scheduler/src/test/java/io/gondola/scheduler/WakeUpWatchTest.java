package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WakeUpWatchTest {
    private static final long LIMIT = 100;

    private final WakeUpWatch.Mark mark = new WakeUpWatch.Mark();

    private long look(long now, long taken, long added) {
        return mark.look(now, LIMIT, taken, added);
    }

    @Test
    void waitIsToldOnceWhenItHasLastedForTheLimit() {
        assertThat(look(0, 0, 2)).isZero();
        assertThat(look(99, 0, 2)).isZero();
        assertThat(look(100, 1, 5)).as("one of the two waits still").isEqualTo(100);
        assertThat(look(300, 1, 5)).as("told").isZero();
    }

    /** The queue is never empty, and nobody waits in it for long. */
    @Test
    void queueThatMovesOnIsNoWait() {
        long told = 0;
        for (long now = 0; now < 1_000; now += 10) {
            told += look(now, now, now + 5);
        }

        assertThat(told).isZero();
    }

    @Test
    void emptyQueueStartsNoWait() {
        assertThat(look(0, 7, 7)).isZero();
        assertThat(look(1_000, 7, 8)).as("just come").isZero();
        assertThat(look(1_100, 7, 8)).isEqualTo(100);
        assertThat(look(1_200, 8, 9)).as("another one").isZero();
        assertThat(look(1_300, 8, 9)).isEqualTo(100);
    }

    @Test
    void countsMayRunOver() {
        assertThat(look(0, Integer.MAX_VALUE, Integer.MAX_VALUE + 1L)).isZero();
        assertThat(look(50, Integer.MIN_VALUE, Integer.MIN_VALUE)).as("taken").isZero();
        assertThat(look(200, Integer.MIN_VALUE, Integer.MIN_VALUE)).isZero();
    }
}
