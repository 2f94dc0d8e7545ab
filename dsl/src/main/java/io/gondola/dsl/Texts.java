package io.gondola.dsl;

/**
 * How {@link Go#println} writes values.
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
            line.append(values[i]);
        }
        return line.append('\n').toString();
    }
}
