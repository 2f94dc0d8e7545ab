package io.gondola.lint;

import java.util.Locale;
import javax.tools.Diagnostic.Kind;

/** What the plugin looks for, with the severity that holds where no argument of the plugin says otherwise. */
public enum Finding {
    /** A program, a case or a context is built and then dropped: it never runs. */
    DROPPED(Kind.ERROR),

    /** {@code ==} or {@code !=} compares boxes or strings by identity, where Go compares values. */
    BOXED(Kind.ERROR),

    /** A step blocks its thread, and with it a processor and all goroutines that wait for it. */
    BLOCKING(Kind.ERROR),

    /** A step runs a runtime: it blocks its thread until the inner program has ended. */
    RUN(Kind.ERROR),

    /** A step of a program given to {@code go} writes to a variable that other goroutines can see. */
    SHARED(Kind.WARNING);

    private final Kind severity;

    Finding(Kind severity) {
        this.severity = severity;
    }

    Kind severity() {
        return severity;
    }

    /** The word for it in arguments of the plugin and, after {@code gondola:}, in {@code @SuppressWarnings}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
