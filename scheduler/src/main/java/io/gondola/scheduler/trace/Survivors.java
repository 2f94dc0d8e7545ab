package io.gondola.scheduler.trace;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The making of those goroutines that live on after the events that told of it were dropped. */
final class Survivors {
    /*
     * Chunks of several producers are dropped in any order, so the end of a goroutine may be dropped before its
     * beginning; such a goroutine stays here until it is one of the oldest, and then shows up in no event.
     */
    private static final int MAX = 1 << 16;

    private final int ended;

    /** Guarded by this. */
    private final Map<Long, Event> made = new LinkedHashMap<>();

    /** {@code ended} is the number of the reason that ends a goroutine. */
    Survivors(int ended) {
        this.ended = ended;
    }

    synchronized void outlive(EventBuffer.Chunk dropped) {
        for (int i = 0; i < dropped.count() * EventBuffer.WORDS; i += EventBuffer.WORDS) {
            EventKind kind = Event.kind(dropped.words[i]);
            if (kind == EventKind.CREATED || kind == EventKind.LEFT) {
                note(Event.of(dropped.words[i], dropped.words[i + 1], dropped.words[i + 2]));
            }
        }
    }

    private void note(Event e) {
        if (e.kind() == EventKind.CREATED) {
            made.put(e.g(), e);
            if (made.size() > MAX) {
                made.remove(made.keySet().iterator().next());
            }
        } else if (e.a() == ended) {
            made.remove(e.g());
        }
    }

    synchronized Collection<Event> all() {
        return List.copyOf(made.values());
    }
}
