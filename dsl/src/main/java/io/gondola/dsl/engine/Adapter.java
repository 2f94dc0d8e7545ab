package io.gondola.dsl.engine;

import org.jspecify.annotations.Nullable;

/**
 * A function of Gondola's own that stands in a description where a user's function stood, or programs: reports show
 * those.
 */
public interface Adapter {
    /** The user's function; null if there is none. */
    @Nullable
    Object original();

    /** Tells what the combinator {@code name}, which was given this function, does. */
    default void outline(Outline out, String name) {
        out.line(name, original());
    }
}
