package io.gondola.testkit;

/** What a test expects an exploration to find. */
public enum Expect {
    /** Nothing: no schedule fails. */
    PASS,
    DEADLOCK,
    LEAK,
    RACE,
    PANIC,
    FATAL,
    LIVELOCK,
    LOST
}
