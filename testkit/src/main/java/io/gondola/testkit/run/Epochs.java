package io.gondola.testkit.run;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The last access of a kind by each task. */
final class Epochs {
    private static final Event[] NONE = {};

    private @Nullable Event[] last = NONE;

    void add(Event e) {
        int slot = e.task.slot;
        if (slot >= last.length) {
            last = Arrays.copyOf(last, slot + 1);
        }
        last[slot] = e;
    }

    boolean any() {
        return last.length > 0;
    }

    /** An access of another task that is not ordered before what {@code t} does now; null if there is none. */
    @Nullable
    Event unorderedWith(Task t) {
        for (Event e : last) {
            if (e != null && e.task != t && e.local > VectorClock.get(t.clock, e.task.slot)) {
                return e;
            }
        }
        return null;
    }
}
