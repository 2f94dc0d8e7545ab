package io.gondola.dsl.engine;

import org.jspecify.annotations.Nullable;

/** What debug mode knows of a program, also when it has ended. What the program has used keeps it. */
final class ProgramMark {
    private final long number;
    private final @Nullable StackTraceElement place;
    private volatile boolean ended;

    /** {@code place} is the line that ran it; null if unknown. */
    ProgramMark(long number, @Nullable StackTraceElement place) {
        this.number = number;
        this.place = place;
    }

    void end() {
        ended = true;
    }

    boolean ended() {
        return ended;
    }

    @Override
    public String toString() {
        return "program " + number + (place == null ? "" : ", run at " + place) + (ended ? ", which has ended" : "");
    }
}
