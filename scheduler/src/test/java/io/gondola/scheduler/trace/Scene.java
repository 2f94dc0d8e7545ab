package io.gondola.scheduler.trace;

/** A log for tests, told step by step. Goroutines are numbers, of program 1. */
@SuppressWarnings("NullAway") // null stands for what is not known
final class Scene {
    static final int ID_BITS = 40;
    private static final long MANY = 1 << 24;

    final EventLog log = new EventLog(String::valueOf);
    private final Producer[] processors = {log.producer("P0", MANY), log.producer("P1", MANY)};
    private final Producer others = log.producer("others", MANY);

    static long identity(long g) {
        return (1L << ID_BITS) | g;
    }

    private Producer at(int lane) {
        return lane < 0 ? others : processors[lane];
    }

    private Scene add(EventKind kind, long time, int lane, long g, int a, int b) {
        at(lane).add(kind, time, lane, identity(g), a, b);
        return this;
    }

    Scene created(long time, int lane, long g, String name, Object place) {
        return add(EventKind.CREATED, time, lane, g, at(lane).text(name), at(lane).place(place));
    }

    Scene started(long time, int lane, long g) {
        return add(EventKind.STARTED, time, lane, g, 0, 0);
    }

    Scene left(long time, int lane, long g, String reason, Object on) {
        return add(EventKind.LEFT, time, lane, g, at(lane).text(reason), at(lane).thing(on));
    }

    Scene ended(long time, int lane, long g) {
        return left(time, lane, g, EventLog.ENDED, null);
    }

    Scene readied(long time, int lane, long g) {
        return add(EventKind.READIED, time, lane, g, 0, 0);
    }

    Scene preempted(long time, int lane, long g) {
        return add(EventKind.PREEMPTED, time, lane, g, 0, 0);
    }

    Scene stolen(long time, int lane, int victim, int count) {
        return add(EventKind.STOLEN, time, lane, 0, victim, count);
    }

    /** Nothing is written down from {@code from} to {@code to}. */
    Scene gap(long from, long to) {
        others.add(EventKind.GAP, to, Lanes.OUTSIDE, to - from, 0, 0);
        return this;
    }

    Timeline since(long from, long until) {
        return new Timeline(log, ID_BITS, from, until);
    }

    Timeline until(long time) {
        return new Timeline(log, ID_BITS, 0, time);
    }

    /**
     * Goroutine 1 starts goroutine 2 and waits for it from 10 to 40; goroutine 2 waits to run from 5 to 20, on the
     * other processor, and ends at 50. Everything is over at 100.
     */
    static Timeline handOver(Object channel) {
        return new Scene()
                .created(0, Lanes.OUTSIDE, 1, "main", "Main.java:1")
                .started(2, 0, 1)
                .created(5, 0, 2, "giver 7", "Main.java:2")
                .left(10, 0, 1, "chan receive", channel)
                .stolen(15, 1, 0, 1)
                .started(20, 1, 2)
                .readied(40, 1, 1)
                .started(44, 0, 1)
                .ended(50, 1, 2)
                .ended(60, 0, 1)
                .until(100);
    }
}
