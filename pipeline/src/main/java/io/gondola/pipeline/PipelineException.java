package io.gondola.pipeline;

import io.gondola.dsl.Panic;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.vavr.control.Option;
import java.util.Objects;

/**
 * A pipeline has failed: the value of the panic in which its terminal operator ends.
 *
 * <pre>
 * stage "parse" (map at Import.java:31): java.lang.NumberFormatException: For input string: "x"; element="x"
 * </pre>
 *
 * <p>The {@linkplain #getCause() cause} is what the stage's function threw, or what it panicked with. What failed
 * later, in other stages and in cleanups, is {@linkplain #getSuppressed() suppressed}.
 */
@CheckReturnValue
public final class PipelineException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int MAX_ELEMENT_TEXT = 200;

    private final String stage;
    private final transient Option<Object> element;

    PipelineException(Label label, Option<Object> element, Throwable thrown) {
        super(message(label, element, thrown), causeOf(thrown), true, true);
        this.stage = label.stage();
        this.element = element;
    }

    /** What is shown of {@code thrown}: what a panic carried, if that can be thrown, or else itself. */
    static Throwable causeOf(Throwable thrown) {
        return thrown instanceof Panic p && p.value() instanceof Throwable t ? t : thrown;
    }

    private static String message(Label label, Option<Object> element, Throwable thrown) {
        Throwable cause = causeOf(thrown);
        String place = label.site() == null ? label.operator() : label.place();
        return "stage \"" + label.shortName() + "\" (" + place + "): " + text(cause)
                + element.map(x -> "; element=" + elementText(x)).getOrElse("");
    }

    /** The cause, which is there. */
    Throwable thrown() {
        return Objects.requireNonNull(getCause());
    }

    private static String text(Throwable cause) {
        try {
            return cause instanceof Panic p ? "panic: " + p.getMessage() : cause.toString();
        } catch (Throwable t) {
            return cause.getClass().getName();
        }
    }

    private static String elementText(Object element) {
        String text;
        try {
            text = String.valueOf(element.toString());
        } catch (Throwable t) {
            return "(toString of " + element.getClass().getName() + " failed)";
        }
        return text.length() <= MAX_ELEMENT_TEXT ? text : text.substring(0, MAX_ELEMENT_TEXT) + "…";
    }

    /**
     * The label of the stage that failed; or, if it was not {@linkplain Pipeline#named named}, its operator and its
     * line.
     */
    public String stage() {
        return stage;
    }

    /** The element with which the stage failed; none at a source, in a cleanup, and in the operators of time. */
    public Option<Object> element() {
        return element == null ? Option.none() : element; // null after it was deserialised
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // nothing to guard
    public Throwable fillInStackTrace() {
        return this; // the stack shows the run loop only
    }
}
