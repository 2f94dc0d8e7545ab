package io.gondola.scheduler.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The goroutines that a trace has seen, numbered from 0 in the order in which they appear. */
final class Goroutines {
    private final int idBits;
    private final Map<Long, Integer> indices = new HashMap<>();
    private final Map<Long, Integer> programs = new HashMap<>();
    private final List<Seen> all = new ArrayList<>();

    Goroutines(int idBits) {
        this.idBits = idBits;
    }

    /** One of them. */
    static final class Seen {
        final long id;
        final int program;
        final Rows.State state = new Rows.State();
        int name = Texts.NONE;
        int place = Texts.NONE;

        /** {@link Rows#UNKNOWN} if that was before the trace. */
        long created = Rows.UNKNOWN;

        int creator = Waker.UNKNOWN;

        /** {@link Rows#UNKNOWN} as long as it has not ended. */
        long ended = Rows.UNKNOWN;

        Seen(long id, int program) {
            this.id = id;
            this.program = program;
        }
    }

    int index(long identity) {
        Integer known = indices.get(identity);
        if (known != null) {
            return known;
        }
        int program = programs.computeIfAbsent(identity >> idBits, p -> programs.size() + 1);
        all.add(new Seen(identity & ((1L << idBits) - 1), program));
        indices.put(identity, all.size() - 1);
        return all.size() - 1;
    }

    Seen get(int index) {
        return all.get(index);
    }

    int size() {
        return all.size();
    }

    int programs() {
        return programs.size();
    }
}
