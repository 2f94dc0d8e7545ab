package io.gondola.testkit;

/** What an exploration has shown. */
public enum Verdict {
    /** No schedule that was tried failed. {@link Report#schedules} says how many these were. */
    PASSED,
    /**
     * No schedule fails: every one was tried, up to the order of steps that do not depend on each other. Under
     * {@link Clock#IDLE} only: other clocks let deadlines pass at moments of which no search tries all.
     */
    EXHAUSTED,
    /** A schedule failed. */
    FAILED
}
