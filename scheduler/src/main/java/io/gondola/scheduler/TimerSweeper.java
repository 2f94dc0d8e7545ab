package io.gondola.scheduler;

/** Makes large heaps of timers let go of what ended programs left in them, in a small part of the time. Sysmon only. */
final class TimerSweeper {
    private static final long PERIOD_NANOS = 100_000_000;
    private static final int SHARE_OF_TIME = 50;

    private final Timers timers;
    private long notBefore = System.nanoTime();

    TimerSweeper(Timers timers) {
        this.timers = timers;
    }

    void sweepIfDue(long now) {
        if (now - notBefore >= 0 && timers.holdEnded()) {
            timers.removeEnded();
            long after = System.nanoTime();
            notBefore = after + Math.max(PERIOD_NANOS, SHARE_OF_TIME * (after - now));
        }
    }

    /** For how long sysmon may sleep at {@code now} that would like to sleep for {@code nanos}. */
    long limit(long nanos, long now) {
        return timers.holdEnded() ? Math.max(1, Math.min(nanos, notBefore - now)) : nanos;
    }
}
