package io.gondola.scheduler.trace;

/** Who made a goroutine ready, as one number. */
final class Waker {
    static final int UNKNOWN = 0;
    static final int OUTSIDE = 1;

    /** The poller: a timer or a socket. */
    static final int POLLER = 2;

    static final int SYSMON = 3;

    /** A processor between two goroutines: a timer. */
    static final int PROCESSOR = 4;

    /** It gave way, and could run on. */
    static final int ITSELF = 5;

    private static final int FIRST_GOROUTINE = 6;

    private Waker() {}

    static int goroutine(int index) {
        return FIRST_GOROUTINE + index;
    }

    static boolean isGoroutine(int code) {
        return code >= FIRST_GOROUTINE;
    }

    /** The goroutine's index. */
    static int goroutineOf(int code) {
        return code - FIRST_GOROUTINE;
    }

    /** Of a lane on which no goroutine runs. */
    static int ofLane(int lane) {
        return switch (lane) {
            case Lanes.OUTSIDE -> OUTSIDE;
            case Lanes.POLLER -> POLLER;
            case Lanes.SYSMON -> SYSMON;
            default -> PROCESSOR;
        };
    }
}
