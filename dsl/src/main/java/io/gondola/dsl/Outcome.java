package io.gondola.dsl;

import org.jspecify.annotations.Nullable;

/** How Java code ended: with a value, which may be null, or an exception. */
record Outcome(@Nullable Object value, @Nullable Throwable thrown) {
    @Nullable
    Object get() throws Throwable {
        if (thrown != null) {
            throw thrown;
        }
        return value;
    }
}
