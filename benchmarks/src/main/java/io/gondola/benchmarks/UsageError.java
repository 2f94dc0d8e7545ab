package io.gondola.benchmarks;

/** What the user asked for cannot be done; the message says why. */
final class UsageError extends Exception {
    private static final long serialVersionUID = 1L;

    UsageError(String message) {
        super(message);
    }
}
