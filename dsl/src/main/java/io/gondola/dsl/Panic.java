package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Panicking;
import io.gondola.dsl.engine.Sites;
import io.gondola.scheduler.SafeText;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A panic: what {@link Go#panic} raises, what {@link Go#recover} is given, and what {@link GoRuntime#run} throws when
 * no goroutine recovered it.
 *
 * <p>Whatever user code throws inside a program is a panic, too; its value is the exception then.
 *
 * @go builtin, {@code panic}
 */
public class Panic extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Any object; not serialised. */
    private final transient @Nullable Object value;

    private transient @Nullable Panicking panicking;
    private transient @Nullable DumpEntry goroutine;

    /**
     * Makes a panic that carries {@code value}. Its message is what Go prints for that value after {@code panic: }.
     *
     * @param value anything; null gives Go's {@code panic called with nil argument}; an exception becomes the cause
     */
    public Panic(@Nullable Object value) {
        super(PanicText.of(value), value instanceof Throwable t ? t : null);
        this.value = value;
    }

    /** The panic that {@code p} is to a handler. */
    static Panic of(Panicking p) {
        Throwable thrown = p.thrown();
        Panic panic = thrown instanceof Panic known ? known : new Raised(thrown);
        panic.panicking = p;
        return panic;
    }

    /** Whether it is nothing but its value: no class of the user's. */
    boolean isPlain() {
        return this instanceof Raised || getClass() == Panic.class;
    }

    Panic in(Fiber f) {
        goroutine = DumpEntry.of(f);
        return this;
    }

    /** Gives a panic that nobody recovered the user's functions for a stack trace, if it has none of its own. */
    Panic uncaught() {
        if (this instanceof Raised && panicking != null) {
            setStackTrace(Arrays.stream(panicking.sites())
                    .map(Sites::element)
                    .filter(Objects::nonNull)
                    .toArray(StackTraceElement[]::new));
        }
        return this;
    }

    /** The value given to {@link Go#panic}, which may be null; or the exception that user code threw. */
    public @Nullable Object value() {
        return value;
    }

    /**
     * The whole report as Go prints it: this panic and those that it interrupted, and the user's functions that were
     * running; with the goroutine, once nobody has recovered it.
     */
    public String report() {
        return panicking == null ? "panic: " + SafeText.message(this) : PanicText.report(panicking, goroutine);
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // the subclass is nobody's business
    public String toString() {
        return Panic.class.getName() + ": " + SafeText.message(this);
    }

    /** A panic that comes from the DSL: its Java stack would only show the run loop. */
    static final class Raised extends Panic {
        private static final long serialVersionUID = 1;

        Raised(@Nullable Object value) {
            super(value);
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // nothing to guard
        public Throwable fillInStackTrace() {
            return this;
        }
    }
}
