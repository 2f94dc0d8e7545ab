package io.gondola.dsl;

import io.gondola.dsl.engine.Durations;
import java.time.Duration;

/**
 * How {@link Go#println} and {@link Go#printf} write values: as Java does, but durations as Go does.
 *
 * @go fmt/print.go, {@code Fprintln}
 */
final class Texts {
    private Texts() {}

    static String line(Object[] values) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                line.append(' ');
            }
            line.append(shown(values[i]));
        }
        return line.append('\n').toString();
    }

    static String formatted(String format, Object[] values) {
        Object[] shown = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            shown[i] = shown(values[i]);
        }
        return String.format(format, shown);
    }

    private static Object shown(Object value) {
        return value instanceof Duration d ? Durations.text(d) : value;
    }
}
