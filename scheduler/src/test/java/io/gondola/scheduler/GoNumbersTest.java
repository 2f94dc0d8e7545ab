package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.Slice.Leave;
import io.gondola.scheduler.deterministic.RandomWalk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The numbers of Go's scheduler that others do not notice, but for their speed. */
class GoNumbersTest {
    private final WorkStealingScheduler scheduler = new WorkStealingScheduler(SchedulerOptions.processors(4));
    private final TestProgram program = new TestProgram(new RandomWalk(1));

    @AfterEach
    void noThreadIsLeft() {
        scheduler.close();
        Await.noThreadIsLeft();
    }

    private Goroutine goroutine() {
        return new Scripted(program, g -> Leave.end());
    }

    @Test
    void aFullQueueGivesItsOlderHalfAndTheNewOneAway() {
        Processor p = scheduler.pool.processors()[0];
        List<Goroutine> added = new ArrayList<>();
        for (int i = 0; i < 257; i++) {
            added.add(goroutine());
            scheduler.placement.queue(p, added.get(i));
        }

        List<Goroutine> global = new ArrayList<>();
        for (Goroutine g = scheduler.global.take(); g != null; g = scheduler.global.take()) {
            global.add(g);
        }
        List<Goroutine> expected = new ArrayList<>(added.subList(0, 128));
        expected.add(added.get(256));
        assertThat(global).hasSize(129).isEqualTo(expected);
        assertThat(p.queue.size()).isEqualTo(128);
    }

    @Test
    void atMostHalfAsManySearchAsAreBusy() {
        ProcessorPool pool = scheduler.pool;
        assertThat(pool.maySpin()).as("none is busy").isFalse();
        pool.acquireIdle();
        assertThat(pool.maySpin()).as("one is busy").isTrue();
        pool.spinning.set(1);
        pool.acquireIdle();
        assertThat(pool.maySpin()).as("two are busy and one searches").isFalse();
        pool.acquireIdle();
        assertThat(pool.maySpin()).as("three are busy and one searches").isTrue();
        pool.spinning.set(2);
        pool.acquireIdle();
        assertThat(pool.maySpin()).as("four are busy and two search").isFalse();
        pool.spinning.set(0);
    }

    /** The program never leaves the local queue empty, so that only the count makes the processor look elsewhere. */
    @Test
    void everySixtyFirstTimeTheGlobalQueueComesFirst() {
        int rounds = 20;
        List<Integer> waited = new ArrayList<>();
        try (WorkStealingScheduler one = new WorkStealingScheduler(SchedulerOptions.processors(1)).start()) {
            int[] yields = new int[1];
            Slice[] loop = new Slice[1];
            loop[0] = g -> {
                yields[0]++;
                return waited.size() == rounds ? Leave.exit() : Leave.gosched(loop[0]);
            };
            Slice[] global = new Slice[1];
            global[0] = g -> {
                waited.add(yields[0]);
                yields[0] = 0;
                return new Leave(global[0], h -> one.waker.inject(h));
            };
            TestProgram.run(one, main -> {
                main.go(loop[0]);
                main.go(global[0]);
                return Leave.gosched(g -> Leave.park(new ParkingLot(), h -> Leave.end()));
            });
        }

        // sysmon looks, too, after a time slice, which only a stalled machine needs for so few steps
        List<Integer> settled = waited.subList(2, rounds);
        assertThat(settled).allSatisfy(n -> assertThat(n).isLessThanOrEqualTo(61));
        assertThat(settled).contains(60);
    }
}
