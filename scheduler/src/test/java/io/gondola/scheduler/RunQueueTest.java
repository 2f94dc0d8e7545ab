package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.deterministic.RandomWalk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunQueueTest {
    private final TestProgram program = new TestProgram(new RandomWalk(1));
    private final RunQueue queue = new RunQueue();

    private Goroutine goroutine() {
        return new Scripted(program, g -> Slice.Leave.end());
    }

    private List<Goroutine> fill(int n) {
        List<Goroutine> added = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Goroutine g = goroutine();
            assertThat(queue.offer(g)).isTrue();
            added.add(g);
        }
        return added;
    }

    @Test
    void anEmptyQueueGivesNothing() {
        assertThat(queue.poll()).isNull();
        assertThat(queue.takeHalf(g -> {})).isZero();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void goroutinesLeaveInTheOrderOfTheirArrival() {
        List<Goroutine> added = fill(5);

        assertThat(added).allSatisfy(g -> assertThat(queue.poll()).isSameAs(g));
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void aFullQueueRefuses() {
        fill(RunQueue.CAPACITY);

        assertThat(queue.offer(goroutine())).isFalse();
        assertThat(queue.size()).isEqualTo(RunQueue.CAPACITY);
    }

    @Test
    void aPlaceThatWasLeftIsFreeAgain() {
        List<Goroutine> added = fill(RunQueue.CAPACITY);
        for (int i = 0; i < 3 * RunQueue.CAPACITY; i++) {
            Goroutine g = goroutine();

            assertThat(queue.poll()).isSameAs(added.get(i));
            assertThat(queue.offer(g)).isTrue();
            added.add(g);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 2", "5, 3", "256, 128"})
    void aThiefTakesTheOlderHalfRoundedUp(int size, int half) {
        List<Goroutine> added = fill(size);
        List<Goroutine> taken = new ArrayList<>();

        assertThat(queue.takeHalf(taken::add)).isEqualTo(half);
        assertThat(taken).isEqualTo(added.subList(0, half));
        assertThat(queue.size()).isEqualTo(size - half);
    }

    /**
     * Hunts: an owner that adds to a slot which a thief has claimed and not yet emptied; two thieves that claim the
     * same.
     */
    @Test
    void everyAddedGoroutineIsTakenOnce() throws InterruptedException {
        int n = 40_000;
        AtomicIntegerArray taken = new AtomicIntegerArray(n + 1);
        AtomicBoolean added = new AtomicBoolean();
        RunQueue.Taker count = g -> taken.incrementAndGet((int) g.id());
        Thread half = new Thread(() -> {
            while (!added.get() || !queue.isEmpty()) {
                if (queue.takeHalf(count) == 0) {
                    Thread.onSpinWait();
                }
            }
        });
        Thread one = new Thread(() -> {
            while (!added.get() || !queue.isEmpty()) {
                Goroutine g = queue.poll();
                if (g != null) {
                    count.take(g);
                }
            }
        });
        half.start();
        one.start();

        for (int i = 0; i < n; i++) {
            Goroutine g = goroutine();
            while (!queue.offer(g)) {
                queue.takeHalf(count);
            }
        }
        added.set(true);
        half.join();
        one.join();

        for (int id = 1; id <= n; id++) {
            assertThat(taken.get(id)).as("goroutine %d", id).isEqualTo(1);
        }
    }
}
