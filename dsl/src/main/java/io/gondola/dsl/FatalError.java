package io.gondola.dsl;

import io.gondola.dsl.engine.Sites;
import io.gondola.scheduler.SafeText;
import java.util.Arrays;

/**
 * Go's {@code fatal error}: the program cannot go on. It ends at once; no defer runs and no {@link Go#recover} sees it.
 *
 * <p>{@link GoRuntime#run} throws it; its message is Go's text and, below an empty line, what the goroutines were
 * doing, at most 32 of them: those first that wait for each other's locks. {@link Go#main} prints the
 * {@linkplain #report() report}, with all of them, and exits with code 2.
 *
 * @go runtime/panic.go, {@code fatal}, {@code throw}
 */
public class FatalError extends Error {
    private static final long serialVersionUID = 1;

    /** What to print above the text; empty if nothing. */
    private final String notice;

    /** Go's text. */
    private final String text;

    /** What to print below the text: the goroutines at that moment. */
    private final String goroutines;

    /**
     * Makes an error that, thrown in a goroutine, ends its program.
     *
     * @param message Go's text, without {@code fatal error: }
     */
    public FatalError(String message) {
        this("", message, message, "");
    }

    FatalError(String notice, String text, GoroutineReport goroutines) {
        this(notice, text, withGoroutines(text, goroutines.some()), goroutines.all());
        setStackTrace(new StackTraceElement[0]); // where the scheduler noticed it is of no use to anybody
    }

    private FatalError(String notice, String text, String message, String goroutines) {
        super(message);
        this.notice = notice;
        this.text = text;
        this.goroutines = goroutines;
    }

    FatalError withGoroutines(GoroutineReport dump) {
        if (!goroutines.isEmpty()) {
            return this;
        }
        FatalError full = new FatalError(notice, text, dump);
        full.setStackTrace(SafeText.stackTrace(this));
        return full;
    }

    /**
     * Gives it, if the scheduler made it, the stack of the thread that waited for the program, without our own frames.
     */
    void ranFrom(StackTraceElement[] stack) {
        if (SafeText.stackTrace(this).length == 0) {
            setStackTrace(Arrays.stream(stack)
                    .dropWhile(e -> Sites.isOwn(e.getClassName()))
                    .toArray(StackTraceElement[]::new));
        }
    }

    private static String withGoroutines(String text, String goroutines) {
        String indented = SafeText.indented(String.valueOf(text));
        return goroutines.isEmpty() ? indented : indented + "\n\n" + goroutines;
    }

    /** The whole report as Go prints it: the text and the goroutines of the program. */
    public String report() {
        String head = (notice.isEmpty() ? "" : notice + "\n") + "fatal error: ";
        return head + withGoroutines(text, goroutines);
    }
}
