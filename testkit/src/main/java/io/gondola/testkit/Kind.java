package io.gondola.testkit;

/** How a program fails. */
public enum Kind {
    /** The main goroutine cannot finish, or goroutines wait for each other's locks in a cycle. */
    DEADLOCK,
    /** The main goroutine has finished, and another one waits for ever or is kept alive by timers only. */
    LEAK,
    /**
     * Two accesses to one variable, one of them a write, that nothing orders; or another misuse that only order
     * prevents.
     */
    RACE,
    /** A goroutine panicked and nobody recovered. */
    PANIC,
    /** A fatal error, such as the unlock of an unlocked mutex. */
    FATAL,
    /** Goroutines run on and on and get nowhere. */
    LIVELOCK,
    /**
     * A program that would do something was built and dropped: nobody has it, so it never runs. Nothing else is wrong.
     */
    LOST
}
