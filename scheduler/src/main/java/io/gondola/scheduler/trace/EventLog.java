package io.gondola.scheduler.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** All events of a trace in memory. */
public final class EventLog {
    /** The reason of a goroutine that is over. */
    public static final String ENDED = "ended";

    /** The reason of one that gave way by itself. */
    public static final String YIELDED = "yielded";

    /** The reason of one whose thread may be blocked. */
    public static final String SYSCALL = "syscall";

    final Texts texts = new Texts("(more names)");
    final Texts places = new Texts("(more places)");
    final Things things;
    final Function<Object, String> show;
    private final Survivors survivors = new Survivors(texts.number(ENDED));
    private final List<Lane> lanes = new ArrayList<>(); // guarded by this

    /** {@code show} makes texts of names, places and what is waited for. It never throws. */
    public EventLog(Function<Object, String> show) {
        this.show = show;
        this.things = new Things(show);
    }

    private record Lane(String name, EventBuffer buffer) {}

    /** Adds a producer whose events may take about so many bytes. */
    public synchronized Producer producer(String name, long bytes) {
        EventBuffer buffer = new EventBuffer(bytes, survivors);
        lanes.add(new Lane(name, buffer));
        return new Producer(this, buffer);
    }

    /** What one producer has left. */
    record Part(String name, EventBuffer.Snapshot snapshot) {}

    synchronized List<Part> parts() {
        return lanes.stream()
                .map(l -> new Part(l.name(), l.buffer().snapshot()))
                .toList();
    }

    Iterable<Event> survivors() {
        return survivors.all();
    }
}
