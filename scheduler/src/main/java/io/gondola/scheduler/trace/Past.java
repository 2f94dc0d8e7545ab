package io.gondola.scheduler.trace;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What goroutines did before the part of the time that is shown: as much of it as tells how they stand at its start.
 */
final class Past {
    private final int ended;
    private final Map<Long, Event> made = new LinkedHashMap<>();
    private final Map<Long, List<Event>> last = new HashMap<>();

    /** {@code ended} is the number of the reason that ends a goroutine. */
    Past(int ended) {
        this.ended = ended;
    }

    /** Events come in the order of time. */
    void add(Event e) {
        switch (e.kind()) {
            case CREATED -> {
                made.put(e.g(), e);
                since(new Event(EventKind.READIED, e.time(), e.g(), e.lane(), 0, 0));
            }
            case STARTED -> {
                last.remove(e.g());
                since(e);
            }
            case READIED -> since(e);
            case LEFT -> {
                if (e.a() == ended) {
                    made.remove(e.g());
                    last.remove(e.g());
                } else {
                    since(e);
                }
            }
            case GAP -> last.clear();
            default -> {
                // tells nothing of how a goroutine stands
            }
        }
    }

    private void since(Event e) {
        last.computeIfAbsent(e.g(), g -> new ArrayList<>(2)).add(e);
    }

    /** The making of those that live on. */
    Collection<Event> made() {
        return made.values();
    }

    /** Since each of them last began to run, in the order of time. */
    List<Event> last() {
        List<Event> all = new ArrayList<>();
        last.values().forEach(all::addAll);
        all.sort(Comparator.comparingLong(Event::time));
        return all;
    }
}
