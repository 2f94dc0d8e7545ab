package io.gondola.commands;

/** The command line is wrong; the message names the option or argument, the rule and the value seen. */
public final class UsageError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageError(String message) {
        super(message);
    }
}
