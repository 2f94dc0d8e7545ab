package io.gondola.dsl;

import io.gondola.dsl.engine.Panicking;

/**
 * A panic: what {@link Go#panic} raises, what {@link Go#recover} is given, and what {@link GoRuntime#run} throws when no
 * goroutine recovered it.
 *
 * <p>Whatever user code throws inside a program is a panic, too; its value is the exception then.
 *
 * @go builtin, {@code panic}
 */
public class Panic extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Any object; not serialised. */
    private final transient Object value;

    private transient Panicking panicking;
    private transient long goroutine;

    /**
     * Makes a panic that carries {@code value}. Its message is what Go prints for that value after {@code panic: }.
     *
     * @param value anything; null gives Go's {@code panic called with nil argument}; an exception becomes the cause
     */
    public Panic(Object value) {
        super(PanicText.of(value), value instanceof Throwable t ? t : null);
        this.value = value;
    }

    /** Without a Java stack trace, which would only show the run loop. */
    Panic(Object value, boolean unused) {
        super(PanicText.of(value), value instanceof Throwable t ? t : null, true, false);
        this.value = value;
    }

    /** The panic that {@code p} is to a handler. */
    static Panic of(Panicking p) {
        Throwable thrown = p.thrown();
        Panic panic = thrown instanceof Panic known ? known : new Panic(thrown, false);
        panic.panicking = p;
        return panic;
    }

    Panic in(long id) {
        goroutine = id;
        return this;
    }

    /** The value given to {@link Go#panic}, or the exception that user code threw. */
    public Object value() {
        return value;
    }

    /**
     * The whole report as Go prints it: this panic and those that it interrupted, and the goroutine with the user's
     * functions that were running.
     */
    public String report() {
        return panicking == null ? "panic: " + getMessage() : PanicText.report(panicking, goroutine);
    }
}
