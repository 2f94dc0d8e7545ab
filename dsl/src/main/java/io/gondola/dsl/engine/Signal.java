package io.gondola.dsl.engine;

/** What an instruction or a frame answers when it has no value yet. */
public enum Signal {
    /** Go on with the instruction that was given to {@link Fiber#call}. */
    CALL,
    /** The goroutine stops running; how it goes on is up to the instruction given to {@link Fiber#park}. */
    PARK,
    /** Leave frames until one of them stops the {@link Unwinding} given to {@link Fiber#unwind}. */
    UNWIND
}
