package io.gondola.testkit.strategy;

import io.gondola.testkit.run.Event;
import io.gondola.testkit.run.Execution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a run of the program looked like: how many steps each task makes on each object. */
public final class Profile {
    /**
     * An object that several tasks used.
     *
     * @param object its number, by first use
     * @param steps how many steps each task made on it, by the hash of its lineage
     */
    record Contended(int object, Map<Long, Integer> steps) {}

    private final List<Contended> contended = new ArrayList<>();

    private final int choices;

    private Profile(int choices) {
        this.choices = choices;
    }

    /** The profile of {@code x}. */
    public static Profile of(Execution x) {
        Profile p = new Profile(x.deviations().decisions());
        Map<Integer, Map<Long, Integer>> byObject = new HashMap<>();
        for (Event e : x.events()) {
            if (e.object() != null) {
                byObject.computeIfAbsent(e.object().index(), i -> new HashMap<>())
                        .merge(e.task().lineage().hash(), 1, Integer::sum);
            }
        }
        for (int i = 0; !byObject.isEmpty(); i++) {
            Map<Long, Integer> counts = byObject.remove(i);
            if (counts != null && counts.size() > 1) {
                p.contended.add(new Contended(i, counts));
            }
        }
        return p;
    }

    /** How many choices the run had. */
    public int choices() {
        return choices;
    }

    /** In the order of first use. */
    List<Contended> contended() {
        return contended;
    }
}
