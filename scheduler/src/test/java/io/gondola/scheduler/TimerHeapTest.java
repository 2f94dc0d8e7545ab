package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.deterministic.RandomWalk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerHeapTest {
    private static final int ALL = Integer.MAX_VALUE;

    private final TestProgram program = new TestProgram(new RandomWalk(1));
    private final TimerHeap heap = new TimerHeap();
    private final List<Goroutine> woken = new ArrayList<>();

    private Scripted goroutine() {
        return new Scripted(program, g -> Slice.Leave.end());
    }

    private int pop(long now) {
        return heap.popDue(now, ALL, woken::add);
    }

    @Test
    void anEmptyHeapHasNoDeadline() {
        assertThat(heap.earliest).isEqualTo(Long.MAX_VALUE);
        assertThat(pop(Long.MAX_VALUE)).isZero();
        assertThat(heap.holdsOffDeadlock()).isFalse();
    }

    @Test
    void aSleeperIsWokenAtItsDeadlineAndNotBefore() {
        Goroutine g = goroutine();
        heap.addSleeper(g, 100);

        assertThat(pop(99)).isZero();
        assertThat(pop(100)).isEqualTo(1);
        assertThat(woken).containsExactly(g);
        assertThat(heap.earliest).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void sleepersAreWokenInTheOrderOfTheirDeadlines() {
        Goroutine a = goroutine();
        Goroutine b = goroutine();
        Goroutine c = goroutine();
        heap.addSleeper(c, 30);
        heap.addSleeper(a, 10);
        heap.addSleeper(b, 20);

        assertThat(pop(25)).isEqualTo(2);
        assertThat(woken).containsExactly(a, b);
        assertThat(heap.earliest).isEqualTo(30);
    }

    @Test
    void onlyANewEarliestDeadlineIsNews() {
        assertThat(heap.addSleeper(goroutine(), 20)).isTrue();
        assertThat(heap.addSleeper(goroutine(), 20)).isFalse();
        assertThat(heap.addSleeper(goroutine(), 30)).isFalse();
        assertThat(heap.addSleeper(goroutine(), 10)).isTrue();
        assertThat(heap.earliest).isEqualTo(10);
    }

    @Test
    void atMostAsManyAreTakenAsWasAskedFor() {
        for (int i = 0; i < 10; i++) {
            heap.addSleeper(goroutine(), i);
        }

        assertThat(heap.popDue(100, 4, woken::add)).isEqualTo(4);
        assertThat(heap.earliest).isEqualTo(4);
        assertThat(pop(100)).isEqualTo(6);
    }

    @Test
    void aTimerFiresOnce() {
        TestTimer t = TestTimer.once(program);

        assertThat(heap.arm(t, 10)).isFalse();
        assertThat(pop(15)).isEqualTo(1);
        assertThat(t.firedAt).isEqualTo(15);
        assertThat(pop(100)).isZero();
        assertThat(t.fired).isEqualTo(1);
    }

    @Test
    void aDisarmedTimerDoesNotFire() {
        TestTimer t = TestTimer.once(program);
        heap.arm(t, 10);

        assertThat(heap.disarm(t)).isTrue();
        assertThat(heap.disarm(t)).isFalse();
        assertThat(pop(100)).isZero();
        assertThat(t.fired).isZero();
    }

    @Test
    void aTimerThatHasFiredIsNotArmed() {
        TestTimer t = TestTimer.once(program);
        heap.arm(t, 10);
        pop(10);

        assertThat(heap.disarm(t)).isFalse();
        assertThat(heap.arm(t, 20)).isFalse();
    }

    @Test
    void aDeliveryThatNobodyTookCountsAsActive() {
        TestTimer t = TestTimer.once(program);
        heap.arm(t, 10);
        pop(10);
        t.delivered = true;

        assertThat(heap.arm(t, 20)).isTrue();
        assertThat(t.delivered).isFalse();
    }

    @Test
    void rearmingForgetsTheFormerDeadline() {
        TestTimer later = TestTimer.once(program);
        TestTimer sooner = TestTimer.once(program);
        heap.arm(later, 10);
        heap.arm(sooner, 100);

        assertThat(heap.arm(later, 50)).isTrue();
        assertThat(heap.arm(sooner, 20)).isTrue();
        pop(30);

        assertThat(later.fired).isZero();
        assertThat(sooner.fired).isEqualTo(1);
        pop(100);
        assertThat(later.fired).isEqualTo(1);
        assertThat(sooner.fired).isEqualTo(1);
    }

    @Test
    void aTimerArmedAgainForTheSameTimeFiresOnce() {
        TestTimer t = TestTimer.once(program);
        heap.arm(t, 10);
        heap.disarm(t);
        heap.arm(t, 10);
        heap.arm(t, 10);

        assertThat(pop(10)).isEqualTo(1);
        assertThat(t.fired).isEqualTo(1);
    }

    @Test
    void aPeriodicTimerFiresForEachPeriod() {
        TestTimer t = TestTimer.periodic(program, 10);
        heap.arm(t, 10);

        pop(35);

        assertThat(t.fired).isEqualTo(3);
        assertThat(heap.earliest).isEqualTo(40);
        assertThat(heap.disarm(t)).isTrue();
        pop(100);
        assertThat(t.fired).isEqualTo(3);
    }

    @Test
    void aDeadlineInThePastIsDueAtOnce() {
        TestTimer t = TestTimer.once(program);
        heap.arm(t, -5);

        assertThat(pop(0)).isEqualTo(1);
    }

    @Test
    void timersThatWereStoppedDoNotPileUp() {
        for (int i = 0; i < 10_000; i++) {
            TestTimer t = TestTimer.once(program);
            heap.arm(t, 1_000_000 + i);
            heap.disarm(t);
        }

        assertThat(heap.size()).isLessThan(200);
    }

    @Test
    void aTimerThatIsResetAgainAndAgainDoesNotPileUp() {
        TestTimer t = TestTimer.once(program);
        for (int i = 0; i < 10_000; i++) {
            heap.arm(t, 1_000_000 + i);
        }

        assertThat(heap.size()).isLessThan(200);
    }

    /** Under virtual time a timer is reset many times at one instant, each time for the same deadline. */
    @Test
    void aTimerThatIsResetForTheSameTimeDoesNotPileUp() {
        TestTimer t = TestTimer.once(program);
        for (int i = 0; i < 10_000; i++) {
            heap.disarm(t);
            heap.arm(t, 1_000_000);
        }

        assertThat(heap.size()).isLessThan(200);
    }

    @Test
    void timersThatWereAbandonedDoNotPileUp() {
        TestTimer known = TestTimer.once(program);
        heap.arm(known, 1_000);
        for (int i = 0; i < 10_000; i++) {
            TestTimer t = TestTimer.once(program);
            heap.arm(t, 1_000_000 + i);
            t.abandoned = true;
        }

        assertThat(heap.size()).isLessThan(200);
        assertThat(pop(1_000)).isEqualTo(1);
        assertThat(known.fired).isEqualTo(1);
    }

    @Test
    void timersThatAreKnownStayHoweverManyThereAre() {
        for (int i = 0; i < 10_000; i++) {
            heap.arm(TestTimer.once(program), i);
        }

        assertThat(heap.size()).isEqualTo(10_000);
        assertThat(pop(10_000)).isEqualTo(10_000);
    }

    @Test
    void sleepersAndTimersThatReadySomebodyHoldOffADeadlock() {
        TestTimer t = TestTimer.once(program);
        t.holdsOff = false;
        heap.arm(t, 10);
        assertThat(heap.holdsOffDeadlock()).isFalse();

        t.holdsOff = true;
        assertThat(heap.holdsOffDeadlock()).isTrue();

        heap.disarm(t);
        assertThat(heap.holdsOffDeadlock()).isFalse();

        heap.addSleeper(goroutine(), Long.MAX_VALUE);
        assertThat(heap.holdsOffDeadlock()).isTrue();
    }

    @Test
    void anEndedProgramLeavesNothingBehind() {
        TestProgram other = new TestProgram(new RandomWalk(1));
        TestTimer kept = TestTimer.once(other);
        for (int i = 0; i < 1_000; i++) {
            heap.addSleeper(goroutine(), i);
            heap.arm(TestTimer.once(program), i);
        }
        heap.arm(kept, 500);

        program.finish();
        assertThat(pop(10)).isNotZero();
        heap.removeEnded();

        assertThat(heap.size()).isEqualTo(1);
        assertThat(heap.earliest).isEqualTo(500);
        pop(500);
        assertThat(kept.fired).isEqualTo(1);
    }

    @Test
    void aTaskIsArmedAgainOnlyIfNothingHasHappenedSinceItFired() {
        TestTimer t = TestTimer.once(program);
        heap.arm(t, 10);
        pop(10);
        int armings = t.armings();

        assertThat(heap.rearm(t, 20, armings)).isTrue();
        assertThat(heap.rearm(t, 30, armings)).as("armed already").isFalse();
        pop(20);
        int later = t.armings();
        heap.disarm(t);
        assertThat(heap.rearm(t, 40, later)).as("disarmed meanwhile").isFalse();
        assertThat(pop(100)).isZero();
        assertThat(t.fired).isEqualTo(2);
    }

    /** Hunts: a look at all timers of others at each program's end. */
    @Test
    void aProgramThatEndsBesideManyTimersOfOthersLooksAtNoneOfThem() {
        int others = 10_000;
        TestTimer[] timers = new TestTimer[others];
        for (int i = 0; i < others; i++) {
            timers[i] = TestTimer.once(program);
            heap.arm(timers[i], 1_000 + i);
        }
        for (TestTimer t : timers) {
            t.looks = 0;
        }
        for (int i = 0; i < 100; i++) {
            TestProgram small = new TestProgram(new RandomWalk(1));
            heap.addSleeper(new Scripted(small, g -> Slice.Leave.end()), 2_000);
            small.finish();
            Timers.dropEnded(small);
        }

        int looks = 0;
        for (TestTimer t : timers) {
            looks += t.looks;
        }
        assertThat(looks).as("looks at the timers of others").isZero();
        assertThat(heap.holdsEnded()).isTrue();
        heap.removeEnded();
        assertThat(heap.size()).isEqualTo(others);
        assertThat(heap.holdsEnded()).isFalse();
    }

    @Test
    void aSmallHeapLetsGoOfAnEndedProgramAtOnce() {
        TestProgram small = new TestProgram(new RandomWalk(1));
        heap.addSleeper(goroutine(), 5);
        for (int i = 0; i < 10; i++) {
            heap.addSleeper(new Scripted(small, g -> Slice.Leave.end()), 10 + i);
        }
        small.finish();
        Timers.dropEnded(small);

        assertThat(heap.size()).isEqualTo(1);
        assertThat(heap.addSleeper(new Scripted(small, g -> Slice.Leave.end()), 1))
                .isFalse();
        assertThat(heap.size()).isEqualTo(1);
    }

    @Test
    void anExceptionOfATaskEndsItsProgramAndTheOthersFire() {
        TestProgram broken = new TestProgram(new RandomWalk(1));
        LinkageError error = new LinkageError("gone");
        TestTimer bad = new TestTimer(broken, now -> {
            throw error;
        });
        Goroutine before = goroutine();
        TestTimer after = TestTimer.once(program);
        heap.addSleeper(before, 1);
        heap.arm(bad, 2);
        heap.arm(after, 3);

        pop(10);
        pop(10);

        assertThat(broken.abortedBy()).isSameAs(error);
        assertThat(woken).containsExactly(before);
        assertThat(after.fired).isEqualTo(1);
    }
}
