package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.deterministic.RandomWalk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobalRunQueueTest {
    private final TestProgram program = new TestProgram(new RandomWalk(1));
    private final GlobalRunQueue queue = new GlobalRunQueue();
    private final Processor p = new Processor(0);

    private List<Goroutine> fill(int n) {
        return queued(n, queue::add);
    }

    private List<Goroutine> arrive(int n) {
        return queued(n, queue::addArrived);
    }

    private List<Goroutine> queued(int n, Consumer<Goroutine> how) {
        List<Goroutine> added = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Goroutine g = new Scripted(program, s -> Slice.Leave.end());
            how.accept(g);
            added.add(g);
        }
        return added;
    }

    private List<Goroutine> taken(int n) {
        return Stream.generate(queue::take).limit(n).toList();
    }

    private List<Goroutine> queuedAtP() {
        List<Goroutine> queued = new ArrayList<>();
        for (Goroutine g = p.queue.poll(); g != null; g = p.queue.poll()) {
            queued.add(g);
        }
        return queued;
    }

    @Test
    void anEmptyQueueGivesNothing() {
        assertThat(queue.take()).isNull();
        assertThat(queue.takeBatch(p, 1)).isNull();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void goroutinesLeaveInTheOrderOfTheirArrival() {
        List<Goroutine> added = fill(2000);

        assertThat(added).allSatisfy(g -> assertThat(queue.take()).isSameAs(g));
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void arrivedGoroutinesAndTheOthersAreTakenInTurn() {
        List<Goroutine> preempted = fill(3);
        List<Goroutine> arrived = arrive(5);

        assertThat(queue.size()).isEqualTo(8);
        assertThat(taken(6))
                .containsExactly(
                        arrived.get(0),
                        preempted.get(0),
                        arrived.get(1),
                        preempted.get(1),
                        arrived.get(2),
                        preempted.get(2));
        assertThat(taken(2)).as("no turn is lost").containsExactly(arrived.get(3), arrived.get(4));
    }

    @Test
    void arrivedGoroutinesCanBeAskedForAlone() {
        fill(1);
        assertThat(queue.hasArrived()).isFalse();
        assertThat(queue.takeArrived()).isNull();

        List<Goroutine> arrived = arrive(2);

        assertThat(queue.hasArrived()).isTrue();
        assertThat(queue.takeArrived()).isSameAs(arrived.get(0));
        assertThat(queue.takeArrived()).isSameAs(arrived.get(1));
        assertThat(queue.takeArrived()).isNull();
        assertThat(queue.isEmpty()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "10, 1, 10",
        "10, 2, 6",
        "10, 4, 3",
        "3, 8, 1",
        "1000, 1, 128",
        "1000, 2, 128",
        "1000, 10, 101"
    })
    void aBatchIsAFairShareAndAtMostHalfARunQueue(int queued, int processors, int batch) {
        List<Goroutine> added = fill(queued);

        assertThat(queue.takeBatch(p, processors)).isSameAs(added.get(0));
        assertThat(queuedAtP()).isEqualTo(added.subList(1, batch));
        assertThat(queue.size()).isEqualTo(queued - batch);
    }

    /** Hunts: one that was woken waits behind one that uses up its time slice, in a queue that nobody else looks at. */
    @Test
    void aBatchHasOnlyWhatArrivedOrOnlyTheOthers() {
        List<Goroutine> preempted = fill(4);
        List<Goroutine> arrived = arrive(4);

        assertThat(queue.takeBatch(p, 2)).isSameAs(arrived.get(0));
        assertThat(queuedAtP()).isEqualTo(arrived.subList(1, 3));
        assertThat(queue.takeBatch(p, 2)).isSameAs(preempted.get(0));
        assertThat(queuedAtP()).isEqualTo(preempted.subList(1, 3));
        assertThat(queue.takeBatch(p, 2)).isSameAs(arrived.get(3));
        assertThat(queue.takeBatch(p, 2)).as("nothing else has arrived").isSameAs(preempted.get(3));
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void goroutinesThatDoNotFitAtTheProcessorStayGlobal() {
        List<Goroutine> added = fill(10);
        while (p.queue.offer(added.get(9))) {}

        assertThat(queue.takeBatch(p, 1)).isSameAs(added.get(0));
        assertThat(queue.size()).isEqualTo(9);
    }

    @Test
    void aMachineDoesNotWaitForAnotherOneThatTakes() {
        fill(3);

        assertThat(queue.tryLock()).isTrue();
        assertThat(queue.take()).isNull();
        assertThat(queue.takeBatch(p, 1)).isNull();
        assertThat(queue.isEmpty()).as("so that the machine looks again").isFalse();
        queue.unlock();
        assertThat(queue.take()).isNotNull();
    }

    /** Hunts: a goroutine lost between two consumers, or when one of them finds the queue locked. */
    @Test
    void everyAddedGoroutineIsTakenOnce() throws InterruptedException {
        int n = 40_000;
        List<Goroutine> all = fill(n);
        while (queue.take() != null) {}
        AtomicIntegerArray taken = new AtomicIntegerArray(n + 1);
        AtomicInteger total = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
            Processor own = new Processor(t);
            List<Goroutine> share = all.subList(t * n / 2, (t + 1) * n / 2);
            threads.add(new Thread(() -> share.forEach(queue::add)));
            threads.add(new Thread(() -> {
                while (total.get() < n) {
                    for (Goroutine g = queue.takeBatch(own, 2); g != null; g = own.queue.poll()) {
                        taken.incrementAndGet((int) g.id());
                        total.incrementAndGet();
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread t : threads) {
            t.join();
        }

        for (int id = 1; id <= n; id++) {
            assertThat(taken.get(id)).as("goroutine %d", id).isEqualTo(1);
        }
    }
}
