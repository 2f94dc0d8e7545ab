package io.gondola.dsl.engine;

/** An instruction that starts goroutines under a name. */
public interface Starter {
    /** The name of the goroutines that it starts; null if they have none. */
    String goroutineName();
}
