package io.gondola.scheduler;

import io.gondola.scheduler.trace.Producer;
import java.util.function.LongSupplier;

/** How many events a flight recorder, or a trace whose memory is used up, writes down, so that it costs little. */
final class Pace {
    /*
     * Time is divided into windows of 10 ms (Sampler). In each of them a producer may write down so many events. One
     * costs a look at the clock and some stores, so 2,500 of them take about a percent of the time, and 5,000 about
     * two. The first producer that needs more makes the recorder pause, for all of them, until the next window begins.
     * While it pauses an event costs what it costs without a recorder. So whatever a program does, it is slowed by
     * little; and what is written down is whole, of all processors, for a part of each window at least.
     *
     * A trace writes down everything as long as its memory has room for it. After that an event costs as much as before
     * and drops another one: see decision 13.
     *
     * `window` is written by the sampler's thread. A producer that sees the new one late pauses once more.
     */
    private static final int OF_RECORDER = 2_500;
    private static final int OF_TRACE = 5_000;

    private final Pause pause;
    private final LongSupplier clock;
    private final int events;
    private final boolean onlyWhenFull;
    private int windows = 1; // the sampler's thread
    private volatile int window = windows;

    /** {@code clock} has the recorder's time. */
    private Pace(Pause pause, LongSupplier clock, int events, boolean onlyWhenFull) {
        this.pause = pause;
        this.clock = clock;
        this.events = events;
        this.onlyWhenFull = onlyWhenFull;
    }

    static Pace ofRecorder(Pause pause, LongSupplier clock) {
        return new Pace(pause, clock, OF_RECORDER, false);
    }

    static Pace ofTrace(Pause pause, LongSupplier clock) {
        return new Pace(pause, clock, OF_TRACE, true);
    }

    void nextWindow() {
        window = ++windows;
    }

    /** Whether {@code p} may write down one more; if not, it is asked no more for a while. */
    boolean allows(Producer p) {
        if ((onlyWhenFull && !p.isFull()) || p.takeOne() || p.refill(window, events)) {
            return true;
        }
        pause.begin(clock.getAsLong());
        return false;
    }
}
