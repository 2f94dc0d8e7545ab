package io.gondola.scheduler.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** The longest waits, of each reason some, and of those to run. */
final class LongestWaits {
    static final int OF_EACH_REASON = 50;
    static final String TO_RUN = "runnable";

    private LongestWaits() {}

    /**
     * One wait.
     *
     * @param on what was waited for; a number of {@link Things}
     * @param by a code of {@link Waker}; if it lasts still, {@code UNKNOWN}
     * @param lasts whether it lasts still
     */
    record Wait(int goroutine, String reason, int on, long from, long length, int by, boolean lasts) {}

    /** The longest come first. */
    static List<Wait> of(Timeline t) {
        Map<String, PriorityQueue<Wait>> longest = new HashMap<>();
        Waits.visit(t, (row, until, by) -> {
            long from = t.rows.end.get(row);
            add(
                    longest,
                    new Wait(
                            t.rows.goroutine.get(row),
                            t.texts.get(t.rows.reason.get(row)),
                            t.rows.on.get(row),
                            from,
                            until - from,
                            by,
                            by == Waker.UNKNOWN));
        });
        for (int i = 0; i < t.rows.size(); i++) {
            long ready = t.rows.ready.get(i);
            if (ready != Rows.UNKNOWN) {
                long length = t.rows.start.get(i) - ready;
                boolean lasts = t.rows.lane.get(i) == Lanes.NONE;
                add(
                        longest,
                        new Wait(t.rows.goroutine.get(i), TO_RUN, Things.NONE, ready, length, Waker.UNKNOWN, lasts));
            }
        }
        List<Wait> all = new ArrayList<>();
        longest.values().forEach(all::addAll);
        all.sort(Comparator.comparingLong(Wait::length)
                .reversed()
                .thenComparingLong(Wait::from)
                .thenComparingInt(Wait::goroutine));
        return all;
    }

    private static void add(Map<String, PriorityQueue<Wait>> longest, Wait wait) {
        PriorityQueue<Wait> queue = longest.computeIfAbsent(
                wait.reason(), r -> new PriorityQueue<>(Comparator.comparingLong(Wait::length)));
        queue.add(wait);
        if (queue.size() > OF_EACH_REASON) {
            queue.remove();
        }
    }
}
