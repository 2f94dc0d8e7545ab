package io.gondola.scheduler.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What goroutines did, by the place that started them: of each, the names, and how long they ran and waited. */
final class Sites {
    private Sites() {}

    /**
     * Goroutines that were started alike.
     *
     * @param name what they are called, with {@code #} for numbers; empty if they have no names
     * @param runnable how long they waited for a processor
     * @param blocked how long they waited, by the reason
     */
    record Site(
            String place, String name, int goroutines, Spread running, Spread runnable, Map<String, Spread> blocked) {
        private long time() {
            return running.total() + runnable.total();
        }
    }

    private static final class Sums {
        final String place;
        final String name;
        int goroutines;
        final Columns.Longs running = new Columns.Longs();
        final Columns.Longs runnable = new Columns.Longs();
        final Map<Integer, Columns.Longs> blocked = new LinkedHashMap<>();

        Sums(String place, String name) {
            this.place = place;
            this.name = name;
        }

        Site site(List<String> texts) {
            Map<String, Spread> reasons = new LinkedHashMap<>();
            blocked.entrySet().stream()
                    .map(e -> Map.entry(texts.get(e.getKey()), Spread.of(e.getValue())))
                    .sorted(Comparator.comparingLong(e -> -e.getValue().total()))
                    .forEach(e -> reasons.put(e.getKey(), e.getValue()));
            return new Site(place, name, goroutines, Spread.of(running), Spread.of(runnable), reasons);
        }
    }

    /** Those that ran the longest come first. */
    static List<Site> of(Timeline t) {
        Map<String, Sums> known = new LinkedHashMap<>();
        Map<Integer, String> shapes = new HashMap<>();
        List<Sums> ofGoroutine = new ArrayList<>();
        for (int i = 0; i < t.goroutines.size(); i++) {
            Goroutines.Seen g = t.goroutines.get(i);
            String place = t.places.get(g.place);
            String name = shapes.computeIfAbsent(g.name, n -> Texts.shape(t.texts.get(n)));
            Sums sums = known.computeIfAbsent(place + "\n" + name, k -> new Sums(place, name));
            sums.goroutines++;
            ofGoroutine.add(sums);
        }
        for (int i = 0; i < t.rows.size(); i++) {
            Sums sums = ofGoroutine.get(t.rows.goroutine.get(i));
            if (t.rows.lane.get(i) != Lanes.NONE) {
                sums.running.add(t.rows.end.get(i) - t.rows.start.get(i));
            }
            long ready = t.rows.ready.get(i);
            if (ready != Rows.UNKNOWN) {
                sums.runnable.add(t.rows.start.get(i) - ready);
            }
        }
        Waits.visit(
                t,
                (row, until, by) -> ofGoroutine
                        .get(t.rows.goroutine.get(row))
                        .blocked
                        .computeIfAbsent(t.rows.reason.get(row), r -> new Columns.Longs())
                        .add(until - t.rows.end.get(row)));
        return known.values().stream()
                .map(s -> s.site(t.texts))
                .sorted(Comparator.comparingLong(s -> -s.time()))
                .toList();
    }
}
