package io.gondola.scheduler;

/** Learns how long goroutines run at a time on each processor. Belongs to sysmon. */
final class Turns {
    /*
     * A turn is the time between two switches of goroutines. What a look sees is the mean of those since the last look
     * that counted, if the processor was never idle meanwhile: that would be nobody's turn. Who decides by it reads it
     * racily: a wrong guess wakes a machine for little, or leaves what waits to the other rules.
     */

    /** So long at least that a step which is long for once, or a pause of the thread, is not all that there is. */
    static final long WINDOW_NANOS = 100_000;

    /** About what it takes to wake a machine, and to get a channel or two into its cache. */
    static final long LONG_NANOS = 10_000;

    /** Looks at {@code p}, which runs. */
    void look(Processor p, long now) {
        int switches = p.switches();
        long nanos = now - p.turnsSince;
        if (p.turnsIdles == p.idles) {
            if (nanos < WINDOW_NANOS) {
                return;
            }
            p.longTurns = nanos > LONG_NANOS * Math.max(1, switches - p.turnsSwitches);
        }
        p.turnsIdles = p.idles;
        p.turnsSwitches = switches;
        p.turnsSince = now;
    }
}
