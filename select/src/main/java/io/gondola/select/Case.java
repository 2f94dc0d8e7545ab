package io.gondola.select;

import io.gondola.dsl.Go;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Returns;
import org.jspecify.annotations.Nullable;

/**
 * One case of a select statement: an operation on a channel, a timeout or the default, and what to do if it is the one
 * taken. Made by the methods of {@link Select}; a value, which may be used in any number of selects.
 *
 * @param <A> what the case yields
 */
@CheckReturnValue
public abstract class Case<A> {
    Case() {}

    /** What to do next, given what the operation got. */
    abstract Go<?> body(@Nullable Object got) throws Throwable;

    /** The user's function, for reports; null if it was given a program in its place. */
    abstract @Nullable Object function();

    /** Tells {@code out} what this case does. */
    abstract void outline(Outline out);

    /** What it waits for, as {@code recv jobs}; calls no code of the user's. */
    @Override
    public final String toString() {
        return Outline.brief(this::outline);
    }

    /** Refuses the null that a user's function returned. */
    static Go<?> checked(Go<?> body, String factory) {
        return Returns.program(body, factory);
    }
}
