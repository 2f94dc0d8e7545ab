package io.gondola.scheduler.trace;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Who waited for which channel or lock, and for how long. A select waits for each of its channels. */
final class Contention {
    private Contention() {}

    /**
     * A channel, a lock or another object.
     *
     * @param number its number among those that were waited for
     * @param goroutines how many different ones waited there
     * @param most how many waited there at once, at the most
     * @param reasons how often for which reason
     */
    record Thing(int number, String name, int goroutines, int most, Spread waits, Map<String, Integer> reasons) {}

    private static final class Sums {
        final Columns.Longs waits = new Columns.Longs();
        final Columns.Longs begins = new Columns.Longs();
        final Columns.Longs ends = new Columns.Longs();
        final Set<Integer> goroutines = new HashSet<>();
        final Map<String, Integer> reasons = new TreeMap<>();

        void add(long from, long until, int goroutine, String reason) {
            waits.add(until - from);
            begins.add(from);
            ends.add(until);
            goroutines.add(goroutine);
            reasons.merge(reason, 1, Integer::sum);
        }

        /** Both orders are walked in step: a wait that ends when another one begins is not there with it. */
        int most() {
            long[] from = begins.sorted();
            long[] to = ends.sorted();
            int most = 0;
            int over = 0;
            for (int i = 0; i < from.length; i++) {
                while (over < i && to[over] <= from[i]) {
                    over++;
                }
                most = Math.max(most, i + 1 - over);
            }
            return most;
        }
    }

    /** Those that were waited for the longest come first. */
    static List<Thing> of(Timeline t) {
        Map<Integer, Sums> known = new LinkedHashMap<>();
        Waits.visit(t, (row, until, by) -> {
            int thing = t.rows.on.get(row);
            String reason = t.texts.get(t.rows.reason.get(row));
            if (thing == Things.NONE || reason.equals(EventLog.SYSCALL)) { // a machine is no such thing
                return;
            }
            for (int part : t.partsOf(thing)) {
                known.computeIfAbsent(part, k -> new Sums())
                        .add(t.rows.end.get(row), until, t.rows.goroutine.get(row), reason);
            }
        });
        return known.entrySet().stream()
                .map(e -> thing(t, e.getKey(), e.getValue()))
                .sorted(Comparator.comparingLong(s -> -s.waits().total()))
                .toList();
    }

    private static Thing thing(Timeline t, int number, Sums s) {
        return new Thing(number, t.things.get(number), s.goroutines.size(), s.most(), Spread.of(s.waits), s.reasons);
    }
}
