package io.gondola.dsl.engine;

/**
 * The goroutine ends, running its defers.
 *
 * @go runtime/panic.go, {@code Goexit}
 */
public final class Goexit extends Unwinding {
    public static final Goexit INSTANCE = new Goexit();

    private Goexit() {}
}
