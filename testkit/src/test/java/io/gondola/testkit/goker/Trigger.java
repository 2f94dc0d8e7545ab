package io.gondola.testkit.goker;

/** What must come together for a kernel's bug to show. */
enum Trigger {
    /** Nothing: it shows under every schedule. A test of the oracle. */
    ALWAYS,
    /** Some schedules only. A test of the exploration. */
    SCHEDULE,
    /** A random branch. */
    RANDOM,
    /** Timers or sleeps. */
    TIME
}
