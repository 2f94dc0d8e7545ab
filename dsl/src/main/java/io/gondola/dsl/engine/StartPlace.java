package io.gondola.dsl.engine;

import org.jspecify.annotations.Nullable;

/** Where a goroutine was started: by the function, or if that is unknown, to run it, that a token stands for. */
record StartPlace(Object token) {
    /** Null if nothing is known. */
    static @Nullable StartPlace of(@Nullable Object token) {
        return token == null ? null : new StartPlace(token);
    }

    /** Looks into class files when it is called first. */
    @Override
    public String toString() {
        String text = Sites.describe(token);
        return text == null ? "unknown" : text;
    }
}
