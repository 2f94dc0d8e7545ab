package io.gondola.testkit;

/** How virtual time passes while a program is explored. */
public enum Clock {
    /**
     * The clock stands still while a goroutine can go on, and then moves to the next deadline, as in Go's
     * {@code synctest}. A timeout never wins against work that takes no time.
     */
    IDLE,

    /** Each step takes 50 to 100 ns, so that deadlines and work of like length come in any order. */
    JITTER,

    /**
     * The schedule may let the next deadline pass at any step, up to three times in a run, as if the goroutines that
     * can go on had been descheduled for that long. Finds timeouts that win against work still to be done.
     */
    ADVERSARIAL
}
