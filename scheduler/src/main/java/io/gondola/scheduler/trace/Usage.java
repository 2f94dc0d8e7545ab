package io.gondola.scheduler.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How busy the processors were. */
final class Usage {
    private Usage() {}

    /**
     * One processor.
     *
     * @param busy when goroutines ran on it
     * @param switches how often a goroutine began to run
     */
    record Processor(int lane, TimeParts busy, int switches, int steals, int stolen, int handOffs, int preempted) {}

    private static final class Sums {
        final TimeParts busy;
        int switches;
        int steals;
        int stolen;
        int handOffs;
        int preempted;

        Sums(TimeParts busy) {
            this.busy = busy;
        }
    }

    static List<Processor> of(Timeline t, int parts) {
        Map<Integer, Sums> known = new TreeMap<>();
        for (int i = 0; i < t.rows.size(); i++) {
            int lane = t.rows.lane.get(i);
            if (lane >= 0) {
                Sums s = sums(known, lane, t, parts);
                s.busy.add(t.rows.start.get(i), t.rows.end.get(i));
                s.switches++;
            }
        }
        for (Event e : t.instants) {
            if (e.lane() >= 0) {
                count(e, sums(known, e.lane(), t, parts));
            }
        }
        List<Processor> all = new ArrayList<>();
        known.forEach((lane, s) ->
                all.add(new Processor(lane, s.busy, s.switches, s.steals, s.stolen, s.handOffs, s.preempted)));
        return all;
    }

    private static Sums sums(Map<Integer, Sums> known, int lane, Timeline t, int parts) {
        return known.computeIfAbsent(lane, l -> new Sums(new TimeParts(t.length, parts)));
    }

    private static void count(Event e, Sums s) {
        switch (e.kind()) {
            case STOLEN -> {
                s.steals++;
                s.stolen += e.b();
            }
            case HANDED_OFF -> s.handOffs++;
            case PREEMPTED -> s.preempted++;
            default -> {
                // nothing to count
            }
        }
    }
}
