package io.gondola.dsl.engine;

import org.jspecify.annotations.Nullable;

/**
 * How a goroutine was started, for reports: its name, and where the first of its functions was written. It keeps
 * neither the description that the goroutine runs nor any function of it.
 */
final class Origin extends Instruction {
    private final @Nullable String name;

    /** The {@linkplain Sites#token token} of the first function; null if there is none, or if it was not looked for. */
    private final @Nullable Object runs;

    private final boolean lookedFor;

    private Origin(@Nullable String name, @Nullable Object runs, boolean lookedFor) {
        this.name = name;
        this.runs = runs;
        this.lookedFor = lookedFor;
    }

    /**
     * Of goroutines with {@code name}, or null, that run {@code body}, in which the first function is looked for on
     * demand.
     */
    static Origin of(@Nullable String name, Instruction body, boolean looks) {
        return new Origin(name, looks ? Sites.token(Outline.firstFunction(body)) : null, looks);
    }

    @Nullable
    String name() {
        return name;
    }

    @Nullable
    Object runs() {
        return runs;
    }

    boolean lookedFor() {
        return lookedFor;
    }

    @Override
    public Object exec(Fiber f) {
        throw new AssertionError("an origin is never executed");
    }
}
