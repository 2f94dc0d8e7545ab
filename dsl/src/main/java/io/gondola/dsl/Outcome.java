package io.gondola.dsl;

/** How Java code ended: with a value, which may be null, or an exception. */
record Outcome(Object value, Throwable thrown) {
    Object get() throws Throwable {
        if (thrown != null) {
            throw thrown;
        }
        return value;
    }
}
