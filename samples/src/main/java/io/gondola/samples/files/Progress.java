package io.gondola.samples.files;

import java.io.Console;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** One line on a terminal that counts up, rewritten a few times a second. One goroutine at a time may use it. */
final class Progress {
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream errors;
    private final boolean visible;
    private final LongSupplier nanoTime;
    private long files;
    private long last;

    Progress(PrintStream errors, boolean visible, LongSupplier nanoTime) {
        this.errors = errors;
        this.visible = visible;
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
    }

    /** Shows itself only if somebody sits at a terminal. */
    static Progress on(PrintStream errors) {
        return new Progress(errors, isTerminal(System.console()), System::nanoTime);
    }

    void count() {
        files++;
        long now = nanoTime.getAsLong();
        if (visible && now - last >= PERIOD_NANOS) {
            last = now;
            errors.print(ERASE_LINE + files + " files");
            errors.flush();
        }
    }

    void end() {
        if (visible) {
            errors.print(ERASE_LINE);
            errors.flush();
        }
    }

    /** Since Java 22 there may be a console without a terminal; it says so itself. */
    private static boolean isTerminal(Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true; // before Java 22
        }
    }
}
