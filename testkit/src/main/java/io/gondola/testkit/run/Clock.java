package io.gondola.testkit.run;

/** How virtual time passes in an execution. */
public enum Clock {
    /** It stands still while a goroutine can go on. */
    IDLE,
    /** Each step takes a little time. */
    JITTER,
    /** The schedule may let deadlines pass at any step. */
    ADVERSARIAL
}
