package io.gondola.scheduler.trace;

/**
 * All waits of a timeline, one after another, in the order in which they end; those that last still come last. What
 * reaches into a gap is left out.
 */
final class Waits {
    /** Is told of each wait. */
    @FunctionalInterface
    interface Visitor {
        /**
         * One wait.
         *
         * @param row the row that it follows
         * @param until when it was over; the end of the trace, if it lasts still
         * @param by a code of {@link Waker}; {@code UNKNOWN} if it lasts still
         */
        void wait(int row, long until, int by);
    }

    private Waits() {}

    static void visit(Timeline t, Visitor visitor) {
        Rows rows = t.rows;
        int[] last = new int[t.goroutines.size()]; // row + 1
        for (int i = 0; i < rows.size(); i++) {
            int g = rows.goroutine.get(i);
            int before = last[g] - 1;
            if (before >= 0
                    && t.waits(rows.reason.get(before))
                    && rows.ready.get(i) != Rows.UNKNOWN
                    && !t.gaps.between(rows.end.get(before), rows.ready.get(i))) {
                visitor.wait(before, rows.ready.get(i), rows.by.get(i));
            }
            last[g] = i + 1;
        }
        for (int g = 0; g < last.length; g++) {
            int row = last[g] - 1;
            if (row >= 0
                    && t.waits(rows.reason.get(row))
                    && t.goroutines.get(g).ended == Rows.UNKNOWN
                    && !t.gaps.between(rows.end.get(row), t.length)) {
                visitor.wait(row, t.length, Waker.UNKNOWN);
            }
        }
    }
}
