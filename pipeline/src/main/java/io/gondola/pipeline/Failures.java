package io.gondola.pipeline;

import io.gondola.dsl.Panic;
import io.vavr.control.Try;

/** Failures as values. */
final class Failures {
    private Failures() {}

    /** Vavr refuses to hold some exceptions, which then travel inside a {@link Panic}. */
    static Try<Object> failure(Throwable cause) {
        boolean refused = cause instanceof InterruptedException
                || cause instanceof LinkageError
                || cause instanceof VirtualMachineError;
        return Try.failure(refused ? new Panic(cause) : cause);
    }
}
