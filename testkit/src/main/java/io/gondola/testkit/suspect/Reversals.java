package io.gondola.testkit.suspect;

import io.gondola.dsl.engine.OpKind;
import io.gondola.testkit.run.Event;
import io.gondola.testkit.run.Shadow;
import io.gondola.testkit.run.Task;
import io.gondola.testkit.strategy.Steered.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Two steps that would better not come in the other order: a send after a close, a wait for a condition after its
 * signal.
 */
final class Reversals {
    private static final int MAX_OF_OBJECT = 3;

    private final Observed run;
    private final List<List<Rule>> found = new ArrayList<>();

    private Reversals(Observed run) {
        this.run = run;
    }

    /** Sends that could come after a close: the last one of each task. */
    static List<List<Rule>> ofCloses(Observed run) {
        Reversals r = new Reversals(run);
        r.find(Observed::sends, e -> e.kind() == OpKind.CLOSE, true);
        return r.found;
    }

    /** Waits for a condition that could come after a signal: the first one of each task. */
    static List<List<Rule>> ofSignals(Observed run) {
        Reversals r = new Reversals(run);
        r.find(
                e -> e.kind() == OpKind.COND_ENQUEUE,
                e -> e.kind() == OpKind.COND_SIGNAL || e.kind() == OpKind.COND_BROADCAST,
                false);
        return r.found;
    }

    /** Steps that {@code early} accepts, once for each task and object, come after all that {@code late} accepts. */
    private void find(Predicate<Event> early, Predicate<Event> late, boolean last) {
        Map<Shadow, List<Event>> others = new HashMap<>();
        for (Event e : run.events()) {
            Shadow object = e.object();
            if (object != null && late.test(e)) {
                others.computeIfAbsent(object, o -> new ArrayList<>()).add(e);
            }
        }
        Map<Shadow, Integer> ofObject = new HashMap<>();
        Set<List<Object>> seen = new HashSet<>();
        int n = run.events().size();
        for (int i = 0; i < n; i++) {
            Event e = run.events().get(last ? n - 1 - i : i);
            Shadow object = e.object(); // a select that waits has none
            List<Event> after = object == null ? List.of() : others.getOrDefault(object, List.of());
            if (object != null && !after.isEmpty() && early.test(e) && isNew(e.task(), object, seen)) {
                List<Rule> rules = new ArrayList<>();
                for (Event other : after) {
                    if (run.areUnordered(e, other)) {
                        rules.add(run.after(e, other));
                    }
                }
                if (!rules.isEmpty() && ofObject.merge(object, 1, Integer::sum) <= MAX_OF_OBJECT) {
                    found.add(rules);
                }
            }
        }
    }

    private static boolean isNew(Task t, Shadow object, Set<List<Object>> seen) {
        return seen.add(List.of(t, object));
    }
}
