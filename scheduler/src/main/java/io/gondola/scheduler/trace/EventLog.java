package io.gondola.scheduler.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** All events of a trace in memory. */
public final class EventLog {
    /** The reason of a goroutine that is over. */
    public static final String ENDED = "ended";

    /** The reason of one that gave way by itself. */
    public static final String YIELDED = "yielded";

    /** The reason of one whose thread may be blocked. */
    public static final String SYSCALL = "syscall";

    /** The name of the producer of gaps. What is told of before one that was dropped is not known to be whole. */
    public static final String PAUSES = "pauses";

    final Texts texts = Texts.ofNames("(more names)");
    final Texts places = Texts.ofTokens("(more places)");
    final Things things;
    final Function<Object, String> show;
    private final Survivors survivors = new Survivors(texts.number(ENDED));
    private final List<Lane> lanes = new ArrayList<>(); // guarded by this

    /** {@code show} makes texts of names, places and what is waited for. It never throws. */
    public EventLog(Function<Object, String> show) {
        this(show, () -> 0, Long.MAX_VALUE);
    }

    /** As the other one; what was waited for, and is gone, is forgotten after {@code keep} of {@code clock}. */
    public EventLog(Function<Object, String> show, LongSupplier clock, long keep) {
        this.show = show;
        this.things = new Things(show, clock, keep);
    }

    private record Lane(String name, EventBuffer buffer) {}

    /** Adds a producer whose events may take about so many bytes. */
    public synchronized Producer producer(String name, long bytes) {
        EventBuffer buffer = new EventBuffer(bytes, survivors);
        lanes.add(new Lane(name, buffer));
        return new Producer(this, buffer);
    }

    /** What one producer has left. */
    record Part(String name, EventBuffer.Snapshot snapshot) {
        /** What it lacks of what happened since {@code from}, and no events. */
        Part since(long from) {
            long until = snapshot.droppedUntil() - from;
            boolean lacks = until >= 0;
            return new Part(
                    name, new EventBuffer.Snapshot(lacks ? snapshot.dropped() : 0, lacks ? until : 0, List.of()));
        }
    }

    synchronized List<Part> parts() {
        return lanes.stream()
                .map(l -> new Part(l.name(), l.buffer().snapshot()))
                .toList();
    }

    /** Lets go of most of what happened before {@code time}. */
    public void forget(long time) {
        List<Lane> all;
        synchronized (this) {
            all = List.copyOf(lanes);
        }
        all.forEach(l -> l.buffer().forget(time));
    }

    Iterable<Event> survivors() {
        return survivors.all();
    }
}
