package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.deterministic.RandomWalk;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RosterTest {
    private final TestProgram program = new TestProgram(new RandomWalk(1));
    private final Roster roster = new Roster(this, program);

    private Goroutine added() {
        Goroutine g = new Scripted(program, s -> Slice.Leave.end());
        roster.add(g);
        return g;
    }

    private List<Goroutine> live() {
        List<Goroutine> live = new ArrayList<>();
        roster.forEach(live::add);
        return live;
    }

    @Test
    void aNewRosterIsEmpty() {
        assertThat(live()).isEmpty();
    }

    @Test
    void everyGoroutineIsListedUntilItEnds() {
        List<Goroutine> added = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            added.add(added());
        }
        assertThat(live()).isEqualTo(added);

        added.get(0).state(Goroutine.DEAD);
        added.get(999).state(Goroutine.DEAD);
        assertThat(live()).isEqualTo(added.subList(1, 999));
    }

    @Test
    void theLivingStayWhenTheDeadMakeRoom() {
        List<Goroutine> living = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Goroutine g = added();
            if (i % 100 == 0) {
                living.add(g);
            } else {
                g.state(Goroutine.DEAD);
            }
        }

        assertThat(live()).isEqualTo(living);
    }

    /** A program that had a crowd of goroutines once must not keep them all for ever. */
    @Test
    void theDeadOfACrowdAreLetGo() {
        List<WeakReference<Goroutine>> crowd = new ArrayList<>();
        List<Goroutine> alive = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            Goroutine g = added();
            alive.add(g);
            crowd.add(new WeakReference<>(g));
        }
        alive.forEach(g -> g.state(Goroutine.DEAD));
        alive.clear();

        roster.sweepIfWorthwhile(20_000);

        assertThat(Await.within(2_000_000_000L, () -> {
                    System.gc();
                    return crowd.stream().allMatch(r -> r.get() == null);
                }))
                .as("the crowd is garbage")
                .isTrue();
    }

    @Test
    void theLivingStayWhenTheDeadAreSwept() {
        List<Goroutine> living = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            Goroutine g = added();
            if (i % 7 == 0) {
                living.add(g);
            } else {
                g.state(Goroutine.DEAD);
            }
        }

        roster.sweepIfWorthwhile(5_000);
        assertThat(live()).isEqualTo(living);
        living.add(added());
        assertThat(live()).isEqualTo(living);
    }

    @Test
    void numbersComeInBatchesAndNoneIsGivenTwice() {
        AtomicLong generator = new AtomicLong();
        Roster other = new Roster("other", program);
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(roster.nextId(generator));
            ids.add(other.nextId(generator));
        }

        assertThat(ids).doesNotHaveDuplicates().startsWith(1L, 17L, 2L, 18L);
    }

    @Test
    void aProgramKeepsOneRosterForEachOwner() {
        assertThat(program.roster("a")).isSameAs(program.roster("a")).isNotSameAs(program.roster("b"));
    }

    /** Hunts: a reader that meets the array while it is replaced, and misses a goroutine that lives all the time. */
    @Test
    void aReaderSeesWhoLivesAllTheTime() throws InterruptedException {
        List<Goroutine> permanent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            permanent.add(added());
        }
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 100_000; i++) {
                added().state(Goroutine.DEAD);
            }
            done.set(true);
        });
        writer.start();

        while (!done.get()) {
            assertThat(live()).containsAll(permanent);
        }
        writer.join();
    }
}
