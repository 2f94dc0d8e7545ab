package io.gondola.testkit.report;

import io.gondola.testkit.trace.Found;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The wording that all reports share. */
final class Texts {
    /** {@code com.example.Client.run(Client.java:31)}. */
    private static final Pattern SITE = Pattern.compile(".*\\(([^():]+?)(?:\\.java)?(:\\d+)?\\)");

    private Texts() {}

    /** {@code Client:31}; a label stays as it is. */
    static String site(String site) {
        Matcher m = SITE.matcher(site);
        return m.matches() ? m.group(1) + (m.group(2) == null ? "" : m.group(2)) : site;
    }

    /** {@code +10 ms}: with the largest unit that leaves no fraction. */
    static String clock(long nanos) {
        String[] units = {"s", "ms", "µs", "ns"};
        long[] sizes = {1_000_000_000L, 1_000_000L, 1_000L, 1L};
        int i = 0;
        while (i < 3 && (nanos == 0 || nanos % sizes[i] != 0)) {
            i++;
        }
        return "+" + nanos / sizes[i] + " " + units[i];
    }

    static String found(Found found) {
        return found.origin() + (found.confirmation().isEmpty() ? "" : " (" + found.confirmation() + ")");
    }
}
