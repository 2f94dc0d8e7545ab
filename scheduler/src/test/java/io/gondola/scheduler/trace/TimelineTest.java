package io.gondola.scheduler.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // null stands for what is not known
class TimelineTest {
    private final Object channel = "jobs";

    /** The rows, one text each. */
    private static List<String> rows(Timeline t) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < t.rows.size(); i++) {
            int thing = t.rows.on.get(i);
            all.add(t.name(t.rows.goroutine.get(i)) + " ready " + t.rows.ready.get(i) + " by "
                    + t.waker(t.rows.by.get(i)) + " ran on " + Lanes.name(t.rows.lane.get(i)) + " "
                    + t.rows.start.get(i) + "-" + t.rows.end.get(i) + " " + t.texts.get(t.rows.reason.get(i))
                    + (thing == Things.NONE ? "" : " " + t.things.get(thing)));
        }
        return all;
    }

    @Test
    void rowTellsWhoReadiedWhomAndWhyItStopped() {
        assertThat(rows(Scene.handOver(channel)))
                .containsExactly(
                        "g1 main ready 0 by outside thread ran on P0 2-10 chan receive jobs",
                        "g2 giver 7 ready 5 by g1 main ran on P1 20-50 ended",
                        "g1 main ready 40 by g2 giver 7 ran on P0 44-60 ended");
    }

    @Test
    void goroutineKnowsWhoMadeItAndWhenItEnded() {
        Timeline t = Scene.handOver(channel);

        Goroutines.Seen giver = t.goroutines.get(1);
        assertThat(giver.created).isEqualTo(5);
        assertThat(giver.ended).isEqualTo(50);
        assertThat(t.waker(giver.creator)).isEqualTo("g1 main");
        assertThat(t.places.get(giver.place)).isEqualTo("Main.java:2");
    }

    @Test
    void givingWayMakesReadyAtOnceAndAnEndedTimeSliceIsNamed() {
        Timeline t = new Scene()
                .started(0, 0, 1)
                .left(5, 0, 1, EventLog.YIELDED, null)
                .started(8, 0, 1)
                .preempted(9, 0, 1)
                .left(9, 0, 1, EventLog.YIELDED, null)
                .started(12, 1, 1)
                .ended(13, 1, 1)
                .until(20);

        assertThat(rows(t))
                .containsExactly(
                        "g1 ready -1 by unknown ran on P0 0-5 yielded",
                        "g1 ready 5 by itself ran on P0 8-9 preempted",
                        "g1 ready 9 by itself ran on P1 12-13 ended");
    }

    @Test
    void blockingCodeThatFindsItsProcessorAgainIsAWaitUpToThere() {
        Timeline t = new Scene()
                .started(0, 0, 1)
                .left(5, 0, 1, EventLog.SYSCALL, "machine 3")
                .started(25, 0, 1)
                .ended(30, 0, 1)
                .until(30);
        List<String> waits = new ArrayList<>();

        Waits.visit(t, (row, until, by) -> waits.add(t.rows.end.get(row) + "-" + until + " " + t.waker(by)));

        assertThat(waits).containsExactly("5-25 itself");
    }

    /** Events of P0 are gone: its goroutine 1 seems to run on while goroutine 2 starts there. */
    @Test
    void startWhereTheStopWasDroppedEndsTheRowBefore() {
        Timeline t =
                new Scene().started(0, 0, 1).started(7, 0, 2).ended(9, 0, 2).until(10);

        assertThat(rows(t))
                .containsExactly(
                        "g1 ready -1 by unknown ran on P0 0-7 unknown", "g2 ready -1 by unknown ran on P0 7-9 ended");
    }

    @Test
    void stopWhoseStartWasDroppedKeepsItsWait() {
        Timeline t = new Scene()
                .left(5, 0, 1, "sleep", null)
                .readied(8, Lanes.POLLER, 1)
                .started(9, 0, 1)
                .until(10);

        assertThat(rows(t))
                .containsExactly(
                        "g1 ready -1 by unknown ran on P0 5-5 sleep",
                        "g1 ready 8 by poller (timer or socket) ran on P0 9-10 still running");
    }

    @Test
    void aGoroutineThatNeverRanHasARowNowhere() {
        Timeline t = new Scene().created(3, Lanes.OUTSIDE, 1, null, null).until(10);

        assertThat(rows(t)).containsExactly("g1 ready 3 by outside thread ran on nowhere 10-10 not run yet");
    }

    @Test
    void goroutinesOfTwoProgramsAreToldApart() {
        Scene scene = new Scene().started(0, 0, 1).ended(1, 0, 1);
        Producer more = scene.log.producer("more", 1);
        more.add(EventKind.STARTED, 2, 0, (2L << Scene.ID_BITS) | 1, more.text("other"), 0);

        Timeline t = scene.until(5);

        assertThat(List.of(t.name(0), t.name(1))).containsExactly("g1.1", "g2.1 other");
    }
}
