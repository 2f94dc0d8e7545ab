package io.gondola.scheduler.trace;

import java.util.Locale;

/** Text of JSON that may stand in an element {@code script} of HTML, whatever the strings in it are. */
final class JsonOut {
    private final StringBuilder out = new StringBuilder();

    /** Whether a comma is due before what comes next. */
    private boolean more;

    JsonOut open(char bracket) {
        separate();
        out.append(bracket);
        more = false;
        return this;
    }

    JsonOut close(char bracket) {
        out.append(bracket);
        more = true;
        return this;
    }

    JsonOut key(String name) {
        separate();
        out.append(string(name)).append(':');
        more = false;
        return this;
    }

    JsonOut value(long number) {
        separate();
        out.append(number);
        return this;
    }

    /** With three digits behind the point. */
    JsonOut value(double number) {
        separate();
        long rounded = Math.round(number);
        out.append(
                Math.abs(number - rounded) < 0.0005
                        ? String.valueOf(rounded)
                        : String.format(Locale.ROOT, "%.3f", number));
        return this;
    }

    JsonOut value(boolean yes) {
        separate();
        out.append(yes);
        return this;
    }

    JsonOut value(String text) {
        separate();
        out.append(string(text));
        return this;
    }

    JsonOut texts(String name, Iterable<String> texts) {
        key(name).open('[');
        for (String text : texts) {
            value(text);
        }
        return close(']');
    }

    JsonOut numbers(double[] numbers) {
        open('[');
        for (double n : numbers) {
            value(n);
        }
        return close(']');
    }

    JsonOut numbers(Columns.Longs numbers) {
        open('[');
        for (int i = 0; i < numbers.size(); i++) {
            value(numbers.get(i));
        }
        return close(']');
    }

    private void separate() {
        if (more) {
            out.append(',');
        }
        more = true;
    }

    /** A {@code <} could begin the end of the element. */
    private static String string(String text) {
        return Json.string(text).replace("<", "\\u003c");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
