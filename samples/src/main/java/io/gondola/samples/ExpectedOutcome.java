package io.gondola.samples;

import io.gondola.dsl.FatalError;
import io.gondola.dsl.Panic;
import io.vavr.control.Option;

/** How a sample is meant to end: most return, a few panic or deadlock to show what that looks like. */
public final class Ending {
    private static final String DEADLOCK = "all goroutines are asleep - deadlock!";

    private final String description;
    private final Class<? extends Throwable> type;
    private final String text;

    private Ending(String description, Class<? extends Throwable> type, String text) {
        this.description = description;
        this.type = type;
        this.text = text;
    }

    static Ending returns() {
        return new Ending("returns", Throwable.class, "");
    }

    static Ending panics(String text) {
        return new Ending("panics with " + text, Panic.class, text);
    }

    static Ending deadlocks() {
        return new Ending("deadlocks", FatalError.class, DEADLOCK);
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
