package io.gondola.dsl;

import java.time.Duration;

/** The system properties that set a runtime's defaults. */
final class RuntimeProperties {
    private static final int MEBI = 1 << 20;
    private static final int TRACE_MEBIBYTES = 64;

    private RuntimeProperties() {}

    /** A number of milliseconds. */
    static Duration millis(String name, Duration otherwise) {
        String text = System.getProperty(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long millis = Long.parseLong(text.trim());
            if (millis >= 0) {
                return Duration.ofMillis(millis);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(message(name, text), e);
        }
        throw new IllegalArgumentException(message(name, text));
    }

    /** A whole number. */
    static int number(String name, int otherwise) {
        String value = System.getProperty(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("-D" + name + " must be a number: " + value, e);
        }
    }

    /** How many bytes the events of a trace, or of a flight recorder, may take. */
    static long traceMemory() {
        return mebibytes("gondola.trace.memory", TRACE_MEBIBYTES);
    }

    /** A number of mebibytes, from 1 to 1 048 576, in bytes. */
    static long mebibytes(String name, int otherwise) {
        String text = System.getProperty(name, String.valueOf(otherwise));
        try {
            int n = Integer.parseInt(text.trim());
            if (n >= 1 && n <= MEBI) {
                return (long) n * MEBI;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(sizeMessage(name, text), e);
        }
        throw new IllegalArgumentException(sizeMessage(name, text));
    }

    private static String sizeMessage(String name, String text) {
        return "-D" + name + " must be a number of mebibytes from 1 to " + MEBI + ": " + text;
    }

    private static String message(String name, String text) {
        return "-D" + name + " must be a number of milliseconds, 0 or more: " + text;
    }

    /** {@code 1} or {@code true}; or {@code 0}, {@code false} or nothing at all. */
    static boolean flag(String name) {
        String text = System.getProperty(name, "0").trim();
        return switch (text) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            default -> throw new IllegalArgumentException("-D" + name + " must be 0 or 1: " + text);
        };
    }
}
