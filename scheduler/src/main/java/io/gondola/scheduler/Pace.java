package io.gondola.scheduler;

import io.gondola.scheduler.trace.Producer;
import java.util.function.LongSupplier;

/** How many events a flight recorder writes down, so that it costs little. */
final class Pace {
    /*
     * Time is divided into windows of 10 ms (Sampler). In each of them a producer may write down EVENTS of them, which
     * takes about 1 % of the time: an event costs a look at the clock and some stores. The first producer that needs
     * more makes the recorder pause, for all of them, until the next window begins. While it pauses an event costs what
     * it costs without a recorder. So whatever a program does, it is slowed by little; and what is written down is
     * whole, of all processors, for a part of each window at least.
     *
     * `window` is written by the sampler's thread. A producer that sees the new one late pauses the recorder once more.
     */
    static final int EVENTS = 2_500;

    private final Observation observation;
    private final LongSupplier clock;
    private int windows = 1; // the sampler's thread
    private volatile int window = windows;

    /** {@code clock} has the recorder's time. */
    Pace(Observation observation, LongSupplier clock) {
        this.observation = observation;
        this.clock = clock;
    }

    void nextWindow() {
        window = ++windows;
    }

    /** Whether {@code p} may write down one more; if not, it is asked no more for a while. */
    boolean allows(Producer p) {
        if (p.takeOne() || p.refill(window, EVENTS)) {
            return true;
        }
        observation.pauseRecorder(clock.getAsLong());
        return false;
    }
}
