package io.gondola.scheduler.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // null stands for what is not known; what is looked for is there
class TablesTest {
    private final Timeline handOver = Scene.handOver("jobs");

    private static Columns.Longs longs(int from, int to) {
        Columns.Longs all = new Columns.Longs();
        for (int i = to; i >= from; i--) {
            all.add(i);
        }
        return all;
    }

    @Test
    void percentileIsTheLeastThatSoManyDoNotExceed() {
        assertThat(Spread.of(longs(1, 200))).isEqualTo(new Spread(200, 20_100, 100, 190, 198, 200));
        assertThat(Spread.of(longs(7, 7))).isEqualTo(new Spread(1, 7, 7, 7, 7, 7));
        assertThat(Spread.of(new Columns.Longs())).isEqualTo(new Spread(0, 0, 0, 0, 0, 0));
    }

    @Test
    void siteSumsUpItsGoroutines() {
        List<Sites.Site> sites = Sites.of(handOver);

        assertThat(sites).extracting(Sites.Site::place).containsExactly("Main.java:2", "Main.java:1");
        Sites.Site giver = sites.get(0);
        Sites.Site main = sites.get(1);
        assertThat(giver.name()).isEqualTo("giver #");
        assertThat(giver.running()).isEqualTo(new Spread(1, 30, 30, 30, 30, 30));
        assertThat(giver.runnable().total()).isEqualTo(15);
        assertThat(giver.blocked()).isEmpty();
        assertThat(main.running()).isEqualTo(new Spread(2, 24, 8, 16, 16, 16));
        assertThat(main.runnable()).isEqualTo(new Spread(2, 6, 2, 4, 4, 4));
        assertThat(main.blocked()).isEqualTo(Map.of("chan receive", new Spread(1, 30, 30, 30, 30, 30)));
    }

    @Test
    void goroutinesThatAreNamedAlikeButForNumbersAreOneRow() {
        Scene scene = new Scene();
        for (int i = 1; i <= 10_000; i++) {
            scene.created(i, 0, i, "worker " + i, "Pool.java:9");
        }

        assertThat(Sites.of(scene.until(20_000)))
                .singleElement()
                .satisfies(s -> assertThat(s.goroutines()).isEqualTo(10_000));
    }

    /** Waits from 0 to 30, from 10 to 20, and from 20 on: never three at once. */
    @Test
    void mostAtOnceCountsWaitsThatOverlap() {
        Timeline t = new Scene()
                .left(0, 0, 1, "sync.Mutex.Lock", "accounts")
                .left(10, 0, 2, "sync.Mutex.Lock", "accounts")
                .readied(20, 1, 2)
                .left(20, 0, 3, "sync.Mutex.Lock", "accounts")
                .started(21, 0, 2)
                .readied(30, 1, 1)
                .started(31, 1, 1)
                .until(50);

        assertThat(Contention.of(t))
                .singleElement()
                .isEqualTo(new Contention.Thing(
                        2, "accounts", 3, 2, new Spread(3, 70, 30, 30, 30, 30), Map.of("sync.Mutex.Lock", 3)));
    }

    /** Goroutines of one place that have other names are rows of their own in the table. */
    @Test
    void placesAreCountedOnceWhateverTheNames() {
        Timeline t = new Scene()
                .created(0, 0, 1, "main", "Main.java:1")
                .created(1, 0, 2, "worker 1", "Main.java:1")
                .created(2, 0, 3, "other", "Main.java:2")
                .until(10);

        assertThat(Summary.of(t, Usage.of(t, 1), Sites.of(t), Contention.of(t), LongestWaits.of(t)))
                .first()
                .isEqualTo("3 goroutines, started at 2 places, were seen in 10 ns.");
    }

    @Test
    void selectCountsAtEachOfItsChannels() {
        Timeline t = new Scene()
                .left(0, 0, 1, "select", List.of("jobs", "quit"))
                .readied(10, 1, 1)
                .started(11, 0, 1)
                .left(12, 0, 1, "select", new ArrayList<>(List.of("jobs", "quit")))
                .readied(15, 1, 1)
                .started(16, 0, 1)
                .left(20, 0, 1, "chan receive", "quit")
                .readied(24, 1, 1)
                .started(25, 0, 1)
                .until(50);

        assertThat(Contention.of(t)).extracting(Contention.Thing::name).containsExactly("quit", "jobs");
        assertThat(Contention.of(t))
                .extracting(Contention.Thing::reasons)
                .containsExactly(Map.of("select", 2, "chan receive", 1), Map.of("select", 2));
        assertThat(LongestWaits.of(t)).extracting(w -> t.things.get(w.on())).contains("[jobs, quit]", "quit");
    }

    @Test
    void longestWaitsComeFirstAndSayWhoEndedThem() {
        List<LongestWaits.Wait> waits = LongestWaits.of(handOver);

        assertThat(waits).extracting(LongestWaits.Wait::length).containsExactly(30L, 15L, 4L, 2L);
        assertThat(waits.get(0).reason()).isEqualTo("chan receive");
        assertThat(handOver.waker(waits.get(0).by())).isEqualTo("g2 giver 7");
        assertThat(waits.get(0).lasts()).isFalse();
        assertThat(waits.get(1).reason()).isEqualTo(LongestWaits.TO_RUN);
    }

    @Test
    void ofEachReasonSomeAreKeptHoweverLongTheOthersAre() {
        Scene scene = new Scene();
        for (int i = 1; i <= LongestWaits.OF_EACH_REASON * 2; i++) {
            scene.left(i, 0, i, "sleep", null);
        }
        scene.left(990, 0, 5_000, "chan send", "jobs");

        List<LongestWaits.Wait> waits = LongestWaits.of(scene.until(1_000));

        assertThat(waits).hasSize(LongestWaits.OF_EACH_REASON + 1);
        assertThat(waits.get(0).length()).isEqualTo(999);
        assertThat(waits.get(waits.size() - 1).reason()).isEqualTo("chan send");
        assertThat(waits).allMatch(LongestWaits.Wait::lasts);
    }

    @Test
    void processorIsBusyWhileItsRowsLast() {
        List<Usage.Processor> processors = Usage.of(handOver, 10);

        assertThat(processors.get(0).busy().total()).isEqualTo(24);
        assertThat(processors.get(0).busy().averages(100))
                .containsExactly(new double[] {80, 0, 0, 0, 60, 100, 0, 0, 0, 0}, within(1e-9));
        assertThat(processors.get(1).busy().averages(100))
                .containsExactly(new double[] {0, 0, 100, 100, 100, 0, 0, 0, 0, 0}, within(1e-9));
        assertThat(processors.get(1).stolen()).isEqualTo(1);
    }

    @Test
    void curvesCountGoroutinesByState() {
        Map<String, double[]> states = Curves.states(handOver, 10);

        assertThat(states.get("waiting")).containsExactly(new double[] {0, 1, 1, 1, 0, 0, 0, 0, 0, 0}, within(1e-9));
        assertThat(states.get("runnable")[1]).isEqualTo(1, within(1e-9));
        assertThat(states.get("running")[4]).isEqualTo(1.6, within(1e-9));
    }

    @Test
    void summaryNamesTheLongestWaitAndWhoEndedIt() {
        String facts = Facts.of(handOver, true, List.of());

        assertThat(facts)
                .contains("2 goroutines, started at 2 places, were seen in 100 ns.")
                .contains("was that of g1 main: 30 ns in chan receive on jobs; it was ended by g2 giver 7.")
                .contains("No event was dropped.");
    }
}
