package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Instruction;
import org.jspecify.annotations.Nullable;

/**
 * A program whose {@code exec} executes nothing in place but {@linkplain Operation operations}, and so takes a bounded
 * part of the Java stack. Not for users to extend.
 *
 * <p>It may push frames. An instruction that has nothing left to push, such as a loop whose frame lies on the stack
 * already, may therefore execute it in place, which saves the way through the run loop.
 *
 * @param <A> the type of the value
 */
abstract class Shallow<A> extends Go<A> {
    Shallow() {}

    /** Executes {@code program} in place if it is an operation; otherwise asks the run loop to. */
    static @Nullable Object execOperation(Go<?> program, Fiber f) throws Throwable {
        return program instanceof Operation ? inPlace(program, f) : f.call(program);
    }

    /**
     * Executes {@code program} in place if it is shallow; otherwise asks the run loop to. For frames, and for loops.
     */
    static @Nullable Object execShallow(Go<?> program, Fiber f) throws Throwable {
        return program instanceof Shallow ? inPlace(program, f) : f.call(program);
    }

    static @Nullable Object inPlace(Go<?> program, Fiber f) throws Throwable {
        Instruction before = f.at();
        try {
            return program.exec(f);
        } catch (Throwable t) {
            f.threwIn(program, before);
            throw t;
        }
    }
}
