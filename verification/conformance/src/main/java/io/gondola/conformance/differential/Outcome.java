package io.gondola.conformance.differential;

import java.util.List;
import java.util.stream.Collectors;

/** How a run of a program ended, in a form that is the same in Go and here. */
final class Outcome {
    static final String DEADLOCK = "all goroutines are asleep - deadlock!";
    static final String UNLOCK = "sync: unlock of unlocked mutex";

    private Outcome() {}

    /** Every goroutine has ended. */
    static String ended(List<? extends List<String>> logs) {
        return "ok " + text(logs);
    }

    /** None can go on. */
    static String deadlock(List<? extends List<String>> logs) {
        return "deadlock " + text(logs);
    }

    /** One has died. How far the others had come says nothing: they were not stopped at once. */
    static String panic(String text) {
        return "panic: " + text;
    }

    static String fatal(String text) {
        return "fatal error: " + text;
    }

    private static String text(List<? extends List<String>> logs) {
        return logs.stream().map(log -> String.join(",", log)).collect(Collectors.joining(" | "));
    }
}
