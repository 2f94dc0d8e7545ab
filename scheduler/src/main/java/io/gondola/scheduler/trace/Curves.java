package io.gondola.scheduler.trace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What changes over time: how many goroutines are in which state, how long the queues are, how full the heap is. */
final class Curves {
    private Curves() {}

    /** Values at some times. */
    static final class Samples {
        final Columns.Longs times = new Columns.Longs();
        final Columns.Longs values = new Columns.Longs();
    }

    /** Averages over equally long parts of the trace, of the states {@code running}, {@code runnable} and so on. */
    static Map<String, double[]> states(Timeline t, int parts) {
        TimeParts running = new TimeParts(t.length, parts);
        TimeParts runnable = new TimeParts(t.length, parts);
        TimeParts waiting = new TimeParts(t.length, parts);
        TimeParts syscall = new TimeParts(t.length, parts);
        for (int i = 0; i < t.rows.size(); i++) {
            running.add(t.rows.start.get(i), t.rows.end.get(i));
            long ready = t.rows.ready.get(i);
            if (ready != Rows.UNKNOWN) {
                runnable.add(ready, t.rows.start.get(i));
            }
        }
        Waits.visit(
                t,
                (row, until, by) -> (t.texts.get(t.rows.reason.get(row)).equals(EventLog.SYSCALL) ? syscall : waiting)
                        .add(t.rows.end.get(row), until));
        Map<String, double[]> all = new LinkedHashMap<>();
        all.put("running", running.averages(1));
        all.put("runnable", runnable.averages(1));
        all.put("syscall", syscall.averages(1));
        all.put("waiting", waiting.averages(1));
        return all;
    }

    /** By the lane. */
    static Map<Integer, Samples> queues(Timeline t) {
        Map<Integer, Samples> all = new TreeMap<>();
        for (Event e : t.samples) {
            if (e.kind() == EventKind.QUEUED) {
                Samples s = all.computeIfAbsent(e.lane(), l -> new Samples());
                s.times.add(e.time());
                s.values.add(e.b());
            }
        }
        return all;
    }

    static Samples heap(Timeline t) {
        Samples s = new Samples();
        for (Event e : t.samples) {
            if (e.kind() == EventKind.HEAP) {
                s.times.add(e.time());
                s.values.add(e.g());
            }
        }
        return s;
    }
}
