package io.gondola.dsl;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads JSON without keeping anything of it. */
final class JsonCheck {
    private static final Pattern SCALAR = Pattern.compile("-?\\d+(\\.\\d+)?|true|false|null");
    private static final Pattern STRING =
            Pattern.compile("\"(?:[^\"\\\\\\x00-\\x1f]|\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-f]{4})*+\"");

    private final String text;
    private int at;

    private JsonCheck(String text) {
        this.text = text;
    }

    /** Where the value ends with which {@code text} begins, white space behind it included. */
    static int endOf(String text) {
        JsonCheck check = new JsonCheck(text);
        check.value();
        return check.at;
    }

    private void value() {
        if (take('{')) {
            sequence('}', () -> {
                match(STRING);
                need(':');
                value();
            });
        } else if (take('[')) {
            sequence(']', this::value);
        } else {
            match(text.charAt(at) == '"' ? STRING : SCALAR);
        }
    }

    private void sequence(char end, Runnable element) {
        if (take(end)) {
            return;
        }
        do {
            element.run();
        } while (take(','));
        need(end);
    }

    private void match(Pattern p) {
        Matcher m = p.matcher(text).region(at, text.length());
        if (!m.lookingAt()) {
            throw new AssertionError("no JSON at " + at + ": " + text.substring(at, Math.min(text.length(), at + 60)));
        }
        at = m.end();
        skipSpace();
    }

    private void need(char c) {
        if (!take(c)) {
            throw new AssertionError(
                    "no " + c + " at " + at + ": " + text.substring(at, Math.min(text.length(), at + 60)));
        }
    }

    private boolean take(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        if (there) {
            at++;
            skipSpace();
        }
        return there;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
