package io.gondola.scheduler.trace;

/**
 * One event.
 *
 * @param time in nanoseconds from the start of the trace
 * @param g the goroutine's identity; see {@link EventKind} for what may stand in its place
 */
record Event(EventKind kind, long time, long g, int lane, int a, int b) {
    /*
     * As words: time and kind; the goroutine; and 12 bits of lane, 20 bits of a, 32 bits of b.
     */
    static final int KIND_BITS = 5;
    private static final int KIND_MASK = (1 << KIND_BITS) - 1;
    private static final int A_BITS = 20;
    private static final int LANE_SHIFT = 52;
    private static final long LOW_WORD = 0xFFFF_FFFFL;
    static final int MAX_A = (1 << A_BITS) - 1;

    static long first(EventKind kind, long time) {
        return (time << KIND_BITS) | kind.number();
    }

    static long third(int lane, int a, int b) {
        return ((long) (lane + Lanes.OFFSET) << LANE_SHIFT) | ((long) (a & MAX_A) << Integer.SIZE) | (b & LOW_WORD);
    }

    Event at(long otherTime) {
        return new Event(kind, otherTime, g, lane, a, b);
    }

    static boolean isOf(EventKind kind, long first) {
        return ((int) first & KIND_MASK) == kind.number();
    }

    static EventKind kind(long first) {
        return EventKind.of((int) first & KIND_MASK);
    }

    static Event of(long w0, long w1, long w2) {
        return new Event(
                kind(w0),
                w0 >>> KIND_BITS,
                w1,
                (int) (w2 >>> LANE_SHIFT) - Lanes.OFFSET,
                (int) (w2 >>> Integer.SIZE) & MAX_A,
                (int) w2);
    }
}
