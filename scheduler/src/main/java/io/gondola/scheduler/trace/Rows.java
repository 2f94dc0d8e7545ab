package io.gondola.scheduler.trace;

/**
 * Stretches of running, ordered by their starts: since when the goroutine could run, and because of whom; from when to
 * when it ran, and where; and why it stopped. What a goroutine waits for lies between two of its rows.
 */
final class Rows {
    /** Since when it could run, if that is not known. */
    static final long UNKNOWN = -1;

    final Columns.Longs ready = new Columns.Longs();
    final Columns.Longs start = new Columns.Longs();
    final Columns.Longs end = new Columns.Longs();
    final Columns.Ints goroutine = new Columns.Ints();
    final Columns.Ints lane = new Columns.Ints();

    /** Why it stopped: a number of a text. */
    final Columns.Ints reason = new Columns.Ints();

    /** What it waits on after that. */
    final Columns.Ints on = new Columns.Ints();

    /** Who made it ready: a {@link Waker}'s code. */
    final Columns.Ints by = new Columns.Ints();

    /** Where that was. */
    final Columns.Ints byLane = new Columns.Ints();

    int size() {
        return start.size();
    }

    /** Adds a row that is open: its end is its start. */
    int open(int g, int atLane, long time, State s) {
        ready.add(s.ready);
        start.add(time);
        end.add(time);
        goroutine.add(g);
        lane.add(atLane);
        reason.add(Texts.NONE);
        on.add(Things.NONE);
        by.add(s.by);
        byLane.add(s.byLane);
        return size() - 1;
    }

    void close(int row, long time, int why, int thing) {
        end.set(row, Math.max(start.get(row), time));
        reason.set(row, why);
        on.set(row, thing);
    }

    /** What a goroutine does at the moment that the timeline has come to. */
    static final class State {
        static final int NO_ROW = -1;

        long ready = UNKNOWN;
        int by = Waker.UNKNOWN;
        int byLane = Lanes.NONE;

        /** The row that is open; {@link #NO_ROW} if it does not run. */
        int row = NO_ROW;

        /** Its last row, open or not. */
        int last = NO_ROW;

        boolean preempted;

        /** How many gaps there were when it was last looked at. */
        int gaps;

        /** Forgets what was so before a gap. */
        void afterGap(int number) {
            gaps = number;
            ready = UNKNOWN;
            by = Waker.UNKNOWN;
            byLane = Lanes.NONE;
            row = NO_ROW;
            last = NO_ROW;
            preempted = false;
        }

        void readied(long time, int who, int where) {
            ready = time;
            by = who;
            byLane = where;
        }
    }
}
