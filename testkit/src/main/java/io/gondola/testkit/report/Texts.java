package io.gondola.testkit.report;

import io.gondola.testkit.trace.Found;
import io.gondola.testkit.trace.Trace;
import java.util.Locale;

/** The wording that all reports share. */
final class Texts {
    private Texts() {}

    /** {@code Client:31}; empty if unknown. */
    static String site(StackTraceElement site) {
        if (site == null) {
            return "";
        }
        String file = site.getFileName();
        String name = file == null ? simpleName(site.getClassName()) : file.replaceFirst("\\.java$", "");
        return site.getLineNumber() < 0 ? name : name + ":" + site.getLineNumber();
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1).replaceFirst("\\$.*", "");
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

    static String kind(Trace trace) {
        return trace.kind() + (trace.partial() ? " (partial)" : "");
    }

    static String run(Found found) {
        String strategy = ", strategy " + found.strategy() + ", clock " + found.clock()
                + String.format(Locale.ROOT, ", seed 0x%x", found.seed());
        return found.run() == 0 ? "replay" : "run " + found.run() + " of " + found.of() + strategy;
    }

    static String confirmation(Found found) {
        return "confirmed " + found.confirmed() + "/" + found.confirmations() + ", shrunk " + found.switchesBefore()
                + " -> " + found.switchesAfter() + " switches";
    }

    static String explored(Found found) {
        return found.runs() + " runs, " + found.traces() + " distinct traces, next-new estimate "
                + String.format(Locale.ROOT, "%.2f", found.chanceOfNew());
    }
}
