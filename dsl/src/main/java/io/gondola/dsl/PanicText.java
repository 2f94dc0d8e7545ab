package io.gondola.dsl;

import io.gondola.dsl.engine.Durations;
import io.gondola.dsl.engine.Panicking;
import io.gondola.dsl.engine.Sites;
import io.gondola.scheduler.SafeText;
import io.vavr.collection.List;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How Go prints panics.
 *
 * @go runtime/panic.go, {@code printpanics}, {@code printpanicval}
 */
final class PanicText {
    private PanicText() {}

    /** What Go prints after {@code panic: } for {@code value}. */
    static String of(@Nullable Object value) {
        if (value == null) {
            return "panic called with nil argument";
        }
        if (value instanceof Double || value instanceof Float) {
            return floating(((Number) value).doubleValue());
        }
        if (value instanceof Duration d) {
            return Durations.text(d);
        }
        String text;
        try {
            text = value.toString();
        } catch (Throwable failure) {
            text = "panic while printing panic value: "
                    + failure.getClass().getName() + " in toString of "
                    + value.getClass().getName();
        }
        return SafeText.indented(
                text == null ? SafeText.raw(value, value.getClass().getName()) : text);
    }

    private static String floating(double d) {
        if (Double.isNaN(d)) {
            return "NaN";
        }
        if (Double.isInfinite(d)) {
            return d > 0 ? "+Inf" : "-Inf";
        }
        String text = String.format(Locale.ROOT, "%+.6e", d);
        int exponent = text.indexOf('e') + 2;
        return text.length() - exponent < 3 ? text.substring(0, exponent) + "0" + text.substring(exponent) : text;
    }

    /** The panics from the oldest to {@code newest}, then the goroutine in which they happened, if that is known. */
    static String report(Panicking newest, @Nullable DumpEntry goroutine) {
        Deque<Panicking> oldestFirst = new ArrayDeque<>();
        for (Panicking p = newest; p != null; p = p.earlier()) {
            oldestFirst.push(p);
        }
        StringBuilder out = new StringBuilder();
        Panicking previous = null;
        for (Panicking p : oldestFirst) {
            if (previous != null && previous.recovered() && value(previous) == value(p)) {
                out.insert(out.length() - 1, ", repanicked");
            } else {
                out.append(previous == null ? "" : "\n\t").append("panic: ").append(message(p.thrown()));
                if (p.recovered()) {
                    out.append(" [recovered]");
                }
            }
            previous = p;
        }
        out.append("\n\n").append(goroutine == null ? "recovered:" : goroutine.header("running"));
        if (goroutine != null && newest.past() != null) {
            out.append(goroutine.name().isDefined() ? ", " : " ").append(newest.past());
        }
        List<Object> sites = List.of(newest.sites()).filter(function -> DumpEntry.line(function) != null);
        DumpEntry.lines(sites, newest.place()).forEach(line -> out.append('\n').append(line));
        appendJavaFrames(out, newest.thrown());
        return out.append(goroutine == null ? "" : goroutine.creation()).toString();
    }

    /** Go calls a panic repanicked if it carries the same object. */
    private static @Nullable Object value(Panicking p) {
        return p.thrown() instanceof Panic panic ? panic.value() : p.thrown();
    }

    private static @Nullable String message(Throwable thrown) {
        return thrown instanceof Panic panic ? SafeText.message(panic) : of(thrown);
    }

    /** The user's Java frames above the run loop, and what lies between them, for exceptions that have a trace. */
    private static void appendJavaFrames(StringBuilder out, Throwable thrown) {
        if (thrown instanceof Panic.Raised) {
            return;
        }
        for (StackTraceElement e : Sites.usersFrames(SafeText.stackTrace(thrown))) {
            out.append("\n\tat ").append(e);
        }
    }
}
