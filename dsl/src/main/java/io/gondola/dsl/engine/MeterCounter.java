package io.gondola.dsl.engine;

import io.gondola.scheduler.SpinLock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** What is counted under one name: the sum of what passes each place that bears it. Any thread. */
public final class MeterCounter extends SpinLock {
    /*
     * Each place counts in a cell of its own, which one goroutine writes without any lock. A cell that is closed is
     * added to `closed` and forgotten, under the lock; a reader adds up all of them under the same lock, so it counts
     * no cell twice.
     */
    private static final double NANOS = 1e9;

    /** In place of a number. */
    public static final long UNKNOWN = -1;

    /** How far a source is, in whatever it counts, bytes say. Any thread. */
    public interface Progress {
        /** What is done of {@link #all}. */
        long done();

        /** How much there is; {@link #UNKNOWN} as long as that is not known. */
        long all();
    }

    private final Set<MeterCell> open = new HashSet<>();
    private final LongAdder dropped = new LongAdder();
    private Reading closed = Reading.NOTHING;
    private volatile String note = "";

    /**
     * What a counter shows at one moment.
     *
     * @param elements how many have passed
     * @param done how much is done of {@code all}: elements that have passed, or what their source counts
     * @param all how much there is to do; {@link #UNKNOWN} if that is unknown of one place
     * @param inputNanos how long the places were without an element, in all
     * @param outputNanos how long they had one that nobody wanted yet, in all
     * @param first when the first element passed, {@link Long#MAX_VALUE} before that
     * @param last when the last one passed
     * @param open how many places are in use
     */
    public record Reading(
            long elements, long done, long all, long inputNanos, long outputNanos, long first, long last, int open) {
        public static final Reading NOTHING = new Reading(0, 0, 0, 0, 0, Long.MAX_VALUE, Long.MIN_VALUE, 0);

        Reading plus(Reading other) {
            return new Reading(
                    elements + other.elements,
                    done + other.done,
                    all == UNKNOWN || other.all == UNKNOWN ? UNKNOWN : all + other.all,
                    inputNanos + other.inputNanos,
                    outputNanos + other.outputNanos,
                    Math.min(first, other.first),
                    Math.max(last, other.last),
                    open + other.open);
        }

        /** Of a place where nothing has passed it does not matter how much was unknown. */
        private Reading ended() {
            boolean nothing = elements == 0 && all == UNKNOWN;
            return new Reading(elements, done, nothing ? done : all, inputNanos, outputNanos, first, last, 0);
        }
    }

    MeterCounter() {}

    /** A new place where elements are to pass: {@code expected} of them, or {@link #UNKNOWN}. */
    public MeterCell open(long expected) {
        return open(new MeterCell(this, expected, null));
    }

    /** A new place where elements are to pass whose source says how far it is. */
    public MeterCell open(Progress progress) {
        return open(new MeterCell(this, UNKNOWN, progress));
    }

    private MeterCell open(MeterCell cell) {
        lock();
        open.add(cell);
        unlock();
        return cell;
    }

    void close(MeterCell cell) {
        lock();
        if (open.remove(cell)) {
            closed = closed.plus(cell.read(UNKNOWN).ended());
        }
        unlock();
    }

    /** Of all places; waits that have begun count up to {@code now}, or not at all if that is {@link #UNKNOWN}. */
    public Reading read(long now) {
        lock();
        Reading all = closed;
        for (MeterCell cell : open) {
            all = all.plus(cell.read(now));
        }
        unlock();
        return all;
    }

    public void drop() {
        dropped.increment();
    }

    /** Says {@code text} of this place from now on; empty to say nothing. */
    public void note(String text) {
        note = text;
    }

    public String note() {
        return note;
    }

    public long elements() {
        return read(UNKNOWN).elements();
    }

    public long dropped() {
        return dropped.sum();
    }

    public double perSecond() {
        Reading r = read(UNKNOWN);
        long nanos = r.last - r.first;
        return r.elements < 2 || nanos <= 0 ? 0 : (r.elements - 1) * NANOS / nanos;
    }

    public Duration waitedForInput() {
        return Duration.ofNanos(read(UNKNOWN).inputNanos());
    }

    public Duration waitedForOutput() {
        return Duration.ofNanos(read(UNKNOWN).outputNanos());
    }

    @Override
    public String toString() {
        return "elements=" + elements() + " perSecond=" + Math.round(perSecond()) + " dropped=" + dropped()
                + " waitedForInput=" + waitedForInput() + " waitedForOutput=" + waitedForOutput()
                + (note.isEmpty() ? "" : " note=" + note);
    }
}
