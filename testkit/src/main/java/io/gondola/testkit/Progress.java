package io.gondola.testkit;

import io.gondola.testkit.trace.Found;
import java.io.PrintStream;

/**
 * A line on the standard error, every few seconds, while an exploration is under way; none for a short one. The
 * property {@code go.progress=false} switches it off.
 */
final class Progress {
    static final String PROPERTY = "go.progress";
    private static final long PERIOD_NANOS = 5_000_000_000L;

    private final String name;
    private final int of;
    private final PrintStream out;
    private final boolean on = !"false".equals(System.getProperty(PROPERTY));
    private final long begin;
    private long next;

    Progress(String name, int of, PrintStream out, long begin) {
        this.name = name;
        this.of = of;
        this.out = out;
        this.begin = begin;
        this.next = begin + PERIOD_NANOS;
    }

    /** Tells of {@code search} if it is time to. */
    void tell(Search search, long now) {
        if (on && now - next >= 0) {
            next = now + PERIOD_NANOS;
            out.println("exploring " + name + ": "
                    + Found.explored(search.schedules(), search.distinct(), search.singletons()) + " (of " + of + "), "
                    + (now - begin) / 1_000_000_000L + " s");
        }
    }
}
