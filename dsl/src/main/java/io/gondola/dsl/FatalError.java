package io.gondola.dsl;

/**
 * Go's {@code fatal error}: the program cannot go on. It ends at once; no defer runs and no {@link Go#recover} sees it.
 *
 * <p>{@link GoRuntime#run} throws it; {@link Go#main} prints {@code fatal error: }, the message and the goroutines, and
 * exits with code 2.
 *
 * @go runtime/panic.go, {@code fatal}, {@code throw}
 */
public class FatalError extends Error {
    private static final long serialVersionUID = 1;

    /** What to print above the message; empty if nothing. */
    private final String notice;

    /** What to print below the message: the goroutines at that moment. */
    private final String goroutines;

    /**
     * Makes an error that, thrown in a goroutine, ends its program.
     *
     * @param message Go's text, without {@code fatal error: }
     */
    public FatalError(String message) {
        this("", message, "");
    }

    FatalError(String message, String goroutines) {
        this("", message, goroutines);
    }

    FatalError(String notice, String message, String goroutines) {
        super(message);
        this.notice = notice;
        this.goroutines = goroutines;
    }

    FatalError withGoroutines(String dump) {
        if (!goroutines.isEmpty()) {
            return this;
        }
        FatalError full = new FatalError(notice, getMessage(), dump);
        full.setStackTrace(getStackTrace());
        return full;
    }

    /** The whole report as Go prints it: the message and the goroutines of the program. */
    public String report() {
        String head = (notice.isEmpty() ? "" : notice + "\n") + "fatal error: " + getMessage();
        return goroutines.isEmpty() ? head : head + "\n\n" + goroutines;
    }
}
