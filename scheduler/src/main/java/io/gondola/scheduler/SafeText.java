package io.gondola.scheduler;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts of the user's in reports: on one line, whatever they contain, and without an exception, whatever their
 * {@code toString} does.
 *
 * <p>A dump is read line by line, so a name with a line break in it could pass for a goroutine of its own, and one with
 * an escape character could hide what stands above it on a terminal.
 *
 * <p>The methods of an exception may throw anything, call themselves for ever, or return null. So whatever reports,
 * logs or records an object of the user's asks here for its text: a report that fails must not keep the end of a
 * program from those who wait for it. Nothing here throws.
 */
public final class SafeText {
    private static final int MAX_TEXT = 1_000;
    private static final StackTraceElement[] NO_FRAMES = {};

    private SafeText() {}

    /**
     * {@code value}, {@linkplain #quoted quoted} and of at most about 1 000 characters; if its {@code toString} throws,
     * its class and what it threw.
     */
    public static String of(@Nullable Object value) {
        String text;
        try {
            text = String.valueOf(value);
            if (text == null) { // a toString may return it
                return "null";
            }
            return quoted(text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…");
        } catch (Throwable t) { // also an OutOfMemoryError: what is being reported matters more
            return value == null
                    ? "null"
                    : value.getClass().getName() + " (toString threw "
                            + t.getClass().getName() + ")";
        }
    }

    /** The text of {@code value} as it is; if its {@code toString} throws, {@code name} and what it threw. */
    public static String raw(Object value, String name) {
        try {
            String text = String.valueOf(value);
            return text != null ? text : value instanceof Throwable ? name : "null";
        } catch (Throwable failure) {
            return failed(name, "toString", failure);
        }
    }

    /** The message of {@code thrown}, which may be null; or, if that fails, its class and what was thrown. */
    public static @Nullable String message(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (Throwable failure) {
            return failed(thrown.getClass().getName(), "getMessage", failure);
        }
    }

    private static String failed(String name, String method, Throwable failure) {
        return name + " whose " + method + " threw " + failure.getClass().getName();
    }

    /** The stack trace of {@code thrown}; empty if it does not tell. */
    public static StackTraceElement[] stackTrace(Throwable thrown) {
        try {
            StackTraceElement[] frames = thrown.getStackTrace();
            return frames == null || Arrays.asList(frames).contains(null) ? NO_FRAMES : frames;
        } catch (Throwable failure) {
            return NO_FRAMES;
        }
    }

    /** Whether {@code thrown} has a text, as the JDK takes for granted when it wraps an exception in another one. */
    public static boolean hasText(Throwable thrown) {
        try {
            return thrown.toString() != null;
        } catch (Throwable failure) {
            return false;
        }
    }

    /**
     * {@code text} as it is; in quotes and escaped, as a string is written in Java, if it would not stay on its line.
     */
    public static String quoted(String text) {
        if (isPlain(text, true)) {
            return text;
        }
        return '"' + escaped(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    /**
     * {@code text} with control characters, and others that would not stay on their line or reorder it, as in Java's
     * source.
     */
    public static String escaped(String text) {
        return escaped(text, true);
    }

    /**
     * {@code text}, whose further lines are indented, so that none looks like the beginning of something else, as Go
     * does.
     */
    public static String indented(String text) {
        return escaped(text.replace("\r\n", "\n"), false).replace("\n", "\n\t");
    }

    private static String escaped(String text, boolean oneLine) {
        if (isPlain(text, oneLine)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(text, i, oneLine)) {
                out.append(c);
            } else {
                switch (c) {
                    case '\n' -> out.append("\\n");
                    case '\r' -> out.append("\\r");
                    case '\t' -> out.append("\\t");
                    default -> out.append(String.format("\\u%04x", (int) c));
                }
            }
        }
        return out.toString();
    }

    private static boolean isPlain(String text, boolean oneLine) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text, i, oneLine)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(String text, int i, boolean oneLine) {
        char c = text.charAt(i);
        if (c >= ' ' && c < '\u007f') {
            return true;
        }
        if (c == '\n' || c == '\t') {
            return !oneLine;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SURROGATE -> isPaired(text, i);
            default -> !isOrdering(c);
        };
    }

    /** Whether {@code c} changes the direction of what follows. */
    private static boolean isOrdering(char c) {
        return (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
    }

    private static boolean isPaired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
