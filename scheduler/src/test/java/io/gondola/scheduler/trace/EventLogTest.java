package io.gondola.scheduler.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private static final int CHUNK = EventBuffer.CHUNK_EVENTS;

    private final EventLog log = new EventLog(String::valueOf);

    private void run(Producer p, int from, int count) {
        for (int i = from; i < from + count; i++) {
            p.add(EventKind.PREEMPTED, i, 0, Scene.identity(1), 0, 0);
        }
    }

    @Test
    void eventComesBackAsItWasAdded() {
        Event e = new Event(EventKind.LONG_STEP, 123_456_789_012L, Scene.identity(77), 1_023, Event.MAX_A, -1);

        Event again = Event.of(Event.first(e.kind(), e.time()), e.g(), Event.third(e.lane(), e.a(), e.b()));

        assertThat(again).isEqualTo(e);
        assertThat(Event.of(0, 0, Event.third(Lanes.GLOBAL, 0, 0)).lane()).isEqualTo(Lanes.GLOBAL);
    }

    @Test
    void oldestEventsAreDroppedAndCountedForEachProducer() {
        Producer small = log.producer("P0", 3L * EventBuffer.CHUNK_BYTES);
        Producer other = log.producer("P1", 3L * EventBuffer.CHUNK_BYTES);
        run(small, 0, 5 * CHUNK);
        run(other, 0, 10);

        List<EventLog.Part> parts = log.parts();

        assertThat(parts.get(0).snapshot().dropped()).isEqualTo(2L * CHUNK);
        assertThat(parts.get(0).snapshot().droppedUntil()).isEqualTo(2L * CHUNK - 1);
        assertThat(parts.get(0).snapshot().chunks()).hasSize(3);
        assertThat(parts.get(1).snapshot().dropped()).isZero();
        assertThat(new Timeline(log, Scene.ID_BITS, 0, 5 * CHUNK).instants).hasSize(3 * CHUNK + 10);
    }

    @Test
    void pageSaysWhatWasDropped() throws IOException {
        run(log.producer("P0", 1), 0, 3 * CHUNK + 1);
        StringWriter out = new StringWriter();

        Page.end(out, log, Scene.ID_BITS, 10_000, false);

        assertThat(out.toString())
                .contains("4,096 events, the oldest, were dropped")
                .contains("4,096 of P0 up to 4.10 µs.")
                .contains("\"dropped\":[{\"name\":\"P0\",\"events\":4096,\"until\":4095}]");
    }

    /** The goroutine was made in a chunk that is gone; its name and place are still wanted. */
    @Test
    void goroutineKeepsItsNameWhenTheEventsOfItsMakingAreDropped() {
        Producer p = log.producer("P0", 1);
        p.add(EventKind.CREATED, 0, 0, Scene.identity(1), p.text("server"), p.place("Main.java:5"));
        p.add(EventKind.CREATED, 0, 0, Scene.identity(2), p.text("short"), 0);
        p.add(EventKind.LEFT, 1, 0, Scene.identity(2), p.text(EventLog.ENDED), 0);
        run(p, 2, 3 * CHUNK);

        Timeline t = new Timeline(log, Scene.ID_BITS, 0, 10_000);

        assertThat(t.goroutines.size())
                .as("the one that has ended is forgotten")
                .isEqualTo(1);
        assertThat(t.name(0)).isEqualTo("g1 server");
        assertThat(t.places.get(t.goroutines.get(0).place)).isEqualTo("Main.java:5");
    }

    @Test
    void forgottenEventsAreNotCountedAsDropped() {
        Producer p = log.producer("P0", 1L << 30);
        p.add(EventKind.CREATED, 0, 0, Scene.identity(1), p.text("server"), 0);
        run(p, 1, 5 * CHUNK);

        log.forget(3L * CHUNK);

        EventBuffer.Snapshot left = log.parts().get(0).snapshot();
        assertThat(left.dropped()).isZero();
        assertThat(left.chunks()).hasSize(3);
        assertThat(new Timeline(log, Scene.ID_BITS, 0, 6L * CHUNK).name(0))
                .as("it lives on")
                .isEqualTo("g1 server");
    }

    /** The chunk that is being filled may not be taken from its producer. */
    @Test
    void lastChunkIsNeverForgotten() {
        Producer p = log.producer("P0", 1L << 30);
        run(p, 0, 1);

        log.forget(Long.MAX_VALUE);
        run(p, 1, 1);

        assertThat(log.parts().get(0).snapshot().chunks().get(0).count()).isEqualTo(2);
    }

    @Test
    void producerTakesWhatItMayInEachWindow() {
        Producer p = log.producer("P0", 1);

        assertThat(p.takeOne()).isFalse();
        assertThat(p.refill(1, 2)).isTrue();
        assertThat(p.takeOne()).isTrue();
        assertThat(p.takeOne()).isFalse();
        assertThat(p.refill(1, 2)).as("twice in one window").isFalse();
        assertThat(p.refill(2, 2)).isTrue();
    }

    /** A recorder that runs for days sees any number of channels; those that are gone make room. */
    @Test
    void numberOfWhatIsGoneForLongIsGivenToAnother() {
        AtomicLong now = new AtomicLong();
        EventLog forgetful = new EventLog(String::valueOf, now::get, 10);
        Producer p = forgetful.producer("P0", 1);
        Object first = new Object();
        int number = p.thing(first);
        WeakReference<Object> gone = new WeakReference<>(first);
        first = null;
        List<Object> kept = new ArrayList<>();
        long start = System.nanoTime();
        while (!kept.contains(number)) { // after it is collected, another thread tells of it
            assertThat(System.nanoTime() - start).as("waited for the number").isLessThan(30_000_000_000L);
            if (!gone.refersTo(null)) {
                System.gc();
                continue;
            }
            Thread.onSpinWait();
            now.addAndGet(20);
            Object next = new Object();
            kept.add(next);
            kept.add(p.thing(next));
        }

        assertThat(forgetful.things.texts().get(number)).isEqualTo(String.valueOf(kept.get(kept.indexOf(number) - 1)));
    }

    /** A reader looks while the producer goes on: it must never see an event that is half written. */
    @Test
    void snapshotHasWholeEventsWhileTheProducerGoesOn() throws InterruptedException {
        Producer p = log.producer("P0", 4L * EventBuffer.CHUNK_BYTES);
        AtomicBoolean over = new AtomicBoolean();
        Thread producer = new Thread(() -> {
            for (int i = 0; !over.get(); i++) {
                p.add(EventKind.STOLEN, i, 0, i, 0, i);
            }
        });
        producer.start();
        List<String> wrong = new ArrayList<>();
        long seen = 0;
        while (seen < 200_000) {
            long[] before = {-1};
            List<EventLog.Part> parts = log.parts();
            int[] n = {0};
            Merge.all(parts, e -> {
                n[0]++;
                if (e.g() != e.time() || e.b() != (int) e.time() || (e.time() != before[0] + 1 && before[0] >= 0)) {
                    wrong.add(e + " after " + before[0]);
                }
                before[0] = e.time();
            });
            seen += n[0];
        }
        over.set(true);
        producer.join();

        assertThat(wrong).isEmpty();
    }

    @Test
    void sameObjectHasTheSameNumberForEachProducerAndEqualOnesHaveTheirOwn() {
        Producer a = log.producer("P0", 1);
        Producer b = log.producer("P1", 1);
        Set<Integer> one = new HashSet<>(Set.of(1));
        Set<Integer> two = new HashSet<>(Set.of(1));

        assertThat(a.thing(one)).isEqualTo(b.thing(one)).isEqualTo(a.thing(one)).isNotEqualTo(a.thing(two));
    }

    /** Each select makes a list of its own. */
    @Test
    void selectsOverTheSameChannelsAreOneThingWithThoseForParts() {
        Producer a = log.producer("P0", 1);
        Producer b = log.producer("P1", 1);
        Object x = "x";
        Object y = "y";

        int both = a.thing(new ArrayList<>(List.of(x, y)));

        assertThat(a.thing(new ArrayList<>(List.of(x, y)))).isEqualTo(both);
        assertThat(b.thing(new ArrayList<>(List.of(x, y)))).isEqualTo(both);
        assertThat(log.things.texts().get(both)).isEqualTo("[x, y]");
        assertThat(log.things.parts()).containsExactly(Map.entry(both, List.of(a.thing(x), a.thing(y))));
    }

    @Test
    void selectOverManyChannelsIsKnownByTheFirstOfThem() {
        Producer p = log.producer("P0", 1);
        List<Object> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            many.add(new AtomicBoolean());
        }

        int all = p.thing(many);

        assertThat(p.thing(new ArrayList<>(many))).isEqualTo(all);
        assertThat(log.things.texts().get(all)).startsWith("[false, false, ").endsWith(", …]");
        assertThat(log.things.texts()).hasSizeLessThan(100);
    }

    /** Hunts a set, or the parts of one, that is taken for another which has got its number or those of its parts. */
    @Test
    void setIsForgottenWithOneOfItsParts() {
        AtomicLong now = new AtomicLong();
        EventLog forgetful = new EventLog(String::valueOf, now::get, 10);
        Producer p = forgetful.producer("P0", 1);
        Object stays = new Object();
        Object goes = new Object();
        WeakReference<Object> gone = new WeakReference<>(goes);
        int set = p.thing(List.of(stays, goes));
        goes = null;
        List<Object> kept = new ArrayList<>();
        long start = System.nanoTime();
        while (!kept.contains(set)) {
            assertThat(System.nanoTime() - start).as("waited for the number").isLessThan(30_000_000_000L);
            if (!gone.refersTo(null)) {
                System.gc();
                continue;
            }
            Thread.onSpinWait();
            now.addAndGet(20);
            Object next = new Object();
            Object alone = new Object();
            kept.addAll(List.of(next, alone));
            int number = p.thing(next);
            kept.add(p.thing(alone));
            assertThat(forgetful.things.parts()).doesNotContainKeys(number, p.thing(alone));
            int other = p.thing(List.of(stays, next));
            assertThat(forgetful.things.texts().get(other)).isEqualTo("[" + stays + ", " + next + "]");
            kept.add(number);
            kept.add(other);
        }

        assertThat(forgetful.things.parts().values())
                .allSatisfy(parts -> assertThat(parts).contains(p.thing(stays)));
        assertThat(forgetful.things.texts().get(p.thing(stays))).isEqualTo(stays.toString());
    }

    @Test
    void whatHasAnEmptyNameIsShownAllTheSame() {
        int number = log.producer("P0", 1).thing("");

        assertThat(log.things.texts().get(number)).isEqualTo("\"\"");
    }

    @Test
    void logKeepsNothingAliveThatWasWaitedFor() {
        Producer p = log.producer("P0", 1);
        WeakReference<Object> channel = new WeakReference<>(new Object());
        p.thing(channel.get());

        for (int i = 0; i < 100 && !channel.refersTo(null); i++) {
            System.gc();
        }

        assertThat(channel.refersTo(null)).isTrue();
    }

    @Test
    void textsBeyondTheLimitShareANumber() {
        Producer p = log.producer("P0", 1);
        for (int i = 0; i < 70_000; i++) {
            p.text("name " + i);
        }

        int shared = p.text("name 70000");
        assertThat(log.texts.all().get(shared)).isEqualTo("name #");
        assertThat(p.text("name 70001")).isEqualTo(shared);
        assertThat(p.text("name 5")).isNotEqualTo(shared);
        for (int i = 0; i < 5_000; i++) {
            p.text("x".repeat(i));
        }
        assertThat(p.text("one more")).isEqualTo(Texts.REST).isEqualTo(p.text("another"));
    }
}
