package io.gondola.samples;

import io.gondola.dsl.FatalError;
import io.gondola.dsl.Panic;

/** What Go writes to standard error when a program dies. */
final class GoText {
    private GoText() {}

    /** All of it: the message, and the goroutines. */
    static String report(Throwable failure) {
        if (failure instanceof Panic panic) {
            return panic.report();
        }
        return failure instanceof FatalError fatal ? fatal.report() : String.valueOf(failure);
    }

    /** Its first line. */
    static String headline(Throwable failure) {
        return report(failure).lines().findFirst().orElse("");
    }
}
