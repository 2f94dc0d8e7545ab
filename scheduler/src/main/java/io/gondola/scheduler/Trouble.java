package io.gondola.scheduler;

/** What makes a flight recorder write down what has happened. */
public enum Trouble {
    PANIC("uncaught panic"),
    DEADLOCK("deadlock"),
    FATAL_ERROR("fatal error"),
    LONG_STEP("long step"),
    WAKE_UP("late wake-up");

    private final String words;

    Trouble(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** As a part of a file's name. */
    String slug() {
        return words.replace(' ', '-');
    }
}
