package io.gondola.scheduler.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a flight recorder shows: the last part of what happened, in pieces. */
@SuppressWarnings("NullAway") // null stands for what is not known
class RecordedPartTest {
    private static final String JOBS = "jobs";

    private static List<String> rows(Timeline t) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < t.rows.size(); i++) {
            all.add(t.name(t.rows.goroutine.get(i)) + " " + t.rows.start.get(i) + "-" + t.rows.end.get(i) + " "
                    + t.texts.get(t.rows.reason.get(i)));
        }
        return all;
    }

    private static List<String> waits(Timeline t) {
        List<String> all = new ArrayList<>();
        Waits.visit(
                t,
                (row, until, by) -> all.add(t.name(t.rows.goroutine.get(row)) + " " + t.rows.end.get(row) + "-" + until
                        + " " + t.texts.get(t.rows.reason.get(row))));
        return all;
    }

    /** One has run and waits, one runs, one has ended, when the part begins. */
    private static Scene before() {
        return new Scene()
                .created(0, 0, 1, "waiter", "A.java:1")
                .started(1, 0, 1)
                .created(2, 0, 2, "runner", "A.java:2")
                .created(3, 0, 3, "gone", "A.java:3")
                .left(10, 0, 1, "chan receive", JOBS)
                .started(11, 0, 3)
                .ended(12, 0, 3)
                .started(20, 0, 2);
    }

    @Test
    void partBeginsWithWhatGoroutinesDoThen() {
        Timeline t =
                before().readied(130, 0, 1).ended(150, 0, 2).started(150, 0, 1).since(100, 200);

        assertThat(rows(t))
                .containsExactly(
                        "g1 waiter 0-0 chan receive", "g2 runner 0-50 ended", "g1 waiter 50-100 still running");
        assertThat(waits(t)).containsExactly("g1 waiter 0-30 chan receive");
        assertThat(t.goroutines.size()).as("the one that has ended is not seen").isEqualTo(2);
        assertThat(t.places.get(t.goroutines.get(0).place)).isEqualTo("A.java:1");
        assertThat(t.goroutines.get(0).created).isEqualTo(Rows.UNKNOWN);
    }

    /** The recorder goes on while its page is made. */
    @Test
    void eventsAfterTheEndAreLeftOut() {
        Timeline t = before().ended(150, 0, 2)
                .readied(201, 0, 1)
                .started(202, 0, 1)
                .gap(200, 210)
                .since(100, 200);

        assertThat(rows(t)).containsExactly("g1 waiter 0-0 chan receive", "g2 runner 0-50 ended");
        assertThat(waits(t)).containsExactly("g1 waiter 0-100 chan receive");
        assertThat(t.gaps.size()).isZero();
    }

    @Test
    void partInWhichNothingHappensTellsWhatGoroutinesDo() {
        Timeline t = before().since(100, 200);

        assertThat(rows(t)).containsExactly("g1 waiter 0-0 chan receive", "g2 runner 0-100 still running");
        assertThat(waits(t)).containsExactly("g1 waiter 0-100 chan receive");
    }

    /** The waiter may have been woken, and wait for the second time, and nobody saw it. */
    @Test
    void noRowAndNoWaitReachesIntoAGap() {
        Timeline t = before().gap(30, 60)
                .readied(70, 0, 1)
                .started(75, 0, 1)
                .left(80, 0, 1, "chan receive", JOBS)
                .readied(85, 0, 1)
                .until(100);

        assertThat(rows(t))
                .containsExactly(
                        "g1 waiter 1-10 chan receive",
                        "g3 gone 11-12 ended",
                        "g2 runner 20-30 unknown",
                        "g1 waiter 75-80 chan receive",
                        "g1 waiter 100-100 not run yet");
        assertThat(waits(t)).containsExactly("g1 waiter 80-85 chan receive");
        assertThat(t.rows.ready.get(3)).isEqualTo(70);
    }

    @Test
    void waitsSinceBeforeAGapAreNotSaidToGoOn() {
        assertThat(waits(before().gap(30, 60).until(100))).isEmpty();
    }

    @Test
    void goroutinesReadyBeforeAGapAreNotSaidToHaveWaitedToRun() {
        Timeline t = new Scene().readied(10, 0, 1).gap(20, 40).started(50, 0, 1).until(100);

        assertThat(t.rows.ready.get(0)).isEqualTo(Rows.UNKNOWN);
    }

    @Test
    void gapBeforeThePartHidesWhatWasSoBefore() {
        Timeline t = before().gap(30, 60).left(110, 0, 2, "sleep", null).since(100, 200);

        assertThat(rows(t)).containsExactly("g2 runner 10-10 sleep");
    }

    @Test
    void gapThatReachesIntoThePartBeginsWithIt() {
        Timeline t = before().gap(30, 160).started(170, 0, 2).since(100, 200);

        assertThat(t.gaps.total()).isEqualTo(60);
        assertThat(rows(t))
                .containsExactly(
                        "g1 waiter 0-0 chan receive", "g2 runner 0-0 unknown", "g2 runner 70-100 still running");
        assertThat(waits(t)).isEmpty();
    }

    /** Hunts a wait that seems to have lasted through gaps that nothing tells of any more. */
    @Test
    void eventsBeforeAGapThatWasDroppedAreNotShown() {
        Scene scene = before();
        Producer pauses = scene.log.producer(EventLog.PAUSES, 1);
        int gaps = 3 * EventBuffer.CHUNK_EVENTS + 1;
        for (int i = 0; i < gaps; i++) {
            pauses.add(EventKind.GAP, 100 + i, Lanes.OUTSIDE, 0, 0, 0);
        }
        long dropped = 100 + 2L * EventBuffer.CHUNK_EVENTS - 1;
        Timeline t = scene.readied(20_000, 0, 1).started(20_000, 0, 1).until(30_000);

        assertThat(t.gaps.total()).isEqualTo(dropped);
        assertThat(rows(t)).containsExactly("g1 waiter 20000-30000 still running");
        assertThat(waits(t)).isEmpty();
        assertThat(t.goroutines.get(0).name).as("made before").isNotEqualTo(Texts.NONE);
    }

    @Test
    void summaryTellsHowMuchIsShown() {
        Timeline t = before().gap(40, 80).until(100);

        assertThat(Summary.of(t, Usage.of(t, 1), Sites.of(t), Contention.of(t), LongestWaits.of(t)))
                .anyMatch(s -> s.startsWith("Only 60 % of the time is shown, in 2 pieces: "))
                .anyMatch(s -> s.contains("busy for 50 % of the time"));
    }
}
