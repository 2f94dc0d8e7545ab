package io.gondola.samples;

import io.gondola.dsl.FatalError;
import io.gondola.dsl.Panic;
import io.vavr.control.Option;

/** How a sample is meant to end: most return, a few panic or deadlock to show what that looks like. */
public final class ExpectedOutcome {
    private static final String DEADLOCK = "all goroutines are asleep - deadlock!";

    private final String description;
    private final Class<? extends Throwable> type;
    private final String text;

    private ExpectedOutcome(String description, Class<? extends Throwable> type, String text) {
        this.description = description;
        this.type = type;
        this.text = text;
    }

    static ExpectedOutcome returns() {
        return new ExpectedOutcome("returns", Throwable.class, "");
    }

    static ExpectedOutcome panics(String text) {
        return new ExpectedOutcome("panics with " + text, Panic.class, text);
    }

    static ExpectedOutcome deadlocks() {
        return new ExpectedOutcome("deadlocks", FatalError.class, DEADLOCK);
    }

    /** Whether the sample is meant to end with a failure. */
    public boolean fails() {
        return type != Throwable.class;
    }

    /** What is wrong about ending with {@code failure}, if anything is. */
    Option<String> objectionTo(Option<Throwable> failure) {
        boolean asMeant = fails() ? failure.exists(this::isTheOne) : failure.isEmpty();
        return Option.when(
                !asMeant,
                () -> "it " + description + ", but ended with "
                        + failure.map(String::valueOf).getOrElse("a return"));
    }

    private boolean isTheOne(Throwable failure) {
        return type.isInstance(failure) && String.valueOf(failure.getMessage()).contains(text);
    }

    @Override
    public String toString() {
        return description;
    }
}
