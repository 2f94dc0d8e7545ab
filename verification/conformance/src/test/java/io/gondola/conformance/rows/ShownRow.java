package io.gondola.conformance.rows;

import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A row of the page.
 *
 * @param ours what Gondola does, and why if that is not the same
 * @param tests as {@code Class.method}
 * @param only why no test runs on every runtime; empty if one does
 */
record ShownRow(String id, String rule, String go, String ours, List<String> tests, String only) {
    private static final Pattern ID = Pattern.compile("([1-6]\\.\\d|2|T)-([a-z0-9-]+)");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** By section; in it by number, or else by name. */
    static final Comparator<ShownRow> ORDER = Comparator.comparing(ShownRow::sortKey);

    String section() {
        return matched().group(1);
    }

    String name() {
        return matched().group(2);
    }

    private MatchResult matched() {
        var matcher = ID.matcher(id);
        if (!matcher.matches()) {
            throw new IllegalStateException("id must be a section, a hyphen, and a number or name: " + id);
        }
        return matcher.toMatchResult();
    }

    private String sortKey() {
        return NUMBER.matcher(id).replaceAll(n -> "%03d".formatted(Integer.parseInt(n.group())));
    }

    String line() {
        String shown = String.join(", ", tests.stream().map(t -> "`" + t + "`").toList());
        return "| %s | %s | %s | %s | %s |".formatted(id, rule, go, ours, only.isEmpty() ? shown : shown + "; " + only);
    }
}
