package io.gondola.select;

import io.gondola.dsl.Go;

/**
 * One case of a select statement: an operation on a channel, a timeout or the default, and what to do if it is the one taken.
 * Made by the methods of {@link Select}; a value, which may be used in any number of selects.
 *
 * @param <A> what the case yields
 */
public abstract class Case<A> {
    Case() {}

    /** What to do next, given what the operation got. */
    abstract Go<?> body(Object got) throws Throwable;

    /** Refuses the null that a user's function returned. */
    static Go<?> checked(Go<?> body, String factory) {
        if (body == null) {
            throw new NullPointerException(
                    factory
                            + ": the function returned null in place of a program; return Go.unit() where there is nothing to do");
        }
        return body;
    }
}
