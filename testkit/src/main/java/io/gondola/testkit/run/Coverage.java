package io.gondola.testkit.run;

import io.gondola.dsl.engine.Choosing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the operations of a program did over many executions: which of its cases each select took, and which operations were seen
 * to wait and which to go on at once. Operations are told apart by what they do and on which object.
 *
 * <p>Not for threads to share.
 */
public final class Coverage {
    private static final int WAITED = 1;
    private static final int WENT_ON = 2;

    /** Of each select, by its cases, how often each one was taken; the last one is the default. */
    private final Map<String, int[]> selects = new TreeMap<>();

    private final Map<String, String[]> cases = new TreeMap<>();
    private final Map<String, Integer> operations = new TreeMap<>();

    /** Adds what happened in {@code x}. */
    public void add(Execution x) {
        for (Event e : x.events()) {
            if (e.op instanceof Choosing select) {
                addSelect(x, e, select);
            } else if (e.object != null) {
                operations.merge(e.kind + " " + e.object.name(), e.parked ? WAITED : WENT_ON, (a, b) -> a | b);
            }
        }
    }

    private void addSelect(Execution x, Event e, Choosing select) {
        int n = select.cases();
        String[] names = new String[n];
        for (int i = 0; i < n; i++) {
            names[i] = (select.sends(i) ? "send " : "recv ")
                    + x.objects.channelShadow(select.channel(i)).name();
        }
        String key = String.join(", ", names);
        cases.putIfAbsent(key, names);
        int[] taken = selects.computeIfAbsent(key, k -> new int[n]);
        if (e.takenCase >= 0) {
            taken[e.takenCase]++;
        }
    }

    /** What did not happen, a line each. */
    public List<String> gaps() {
        List<String> gaps = new ArrayList<>();
        selects.forEach((key, taken) -> {
            for (int i = 0; i < taken.length; i++) {
                if (taken[i] == 0) {
                    gaps.add("select {" + key + "}: never found \"" + cases.get(key)[i] + "\" ready first");
                }
            }
        });
        return gaps;
    }

    /** How many operations there were, and how many of them were seen to wait, and to go on at once. */
    public String summary() {
        long waited =
                operations.values().stream().filter(o -> (o & WAITED) != 0).count();
        long wentOn =
                operations.values().stream().filter(o -> (o & WENT_ON) != 0).count();
        return operations.size() + " operations: " + wentOn + " went on at once, " + waited + " waited";
    }
}
