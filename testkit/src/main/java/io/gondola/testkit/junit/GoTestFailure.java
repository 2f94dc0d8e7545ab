package io.gondola.testkit.junit;

import io.gondola.scheduler.SafeText;
import io.gondola.testkit.Failure;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A test has failed. Its stack trace is made of the lines of the program: where the goroutines were in the steps before
 * the failure, the last one first.
 */
final class GoTestFailure extends AssertionError {
    private static final long serialVersionUID = 1L;
    private static final int MOST_FRAMES = 20;

    /** {@code com.example.Client.run(Client.java:31)}. */
    private static final Pattern SITE = Pattern.compile("(?:.*/)?([\\w.$]+)\\.([\\w$<>]+)\\(([^():]+)(?::(\\d+))?\\)");

    GoTestFailure(String message, TestMethod test) {
        super(message);
        setStackTrace(new StackTraceElement[] {test.frame()});
    }

    GoTestFailure(String message, TestMethod test, Failure failure) {
        super(message, failure.thrown().filter(SafeText::hasText).getOrNull()); // JUnit prints the cause
        Set<StackTraceElement> frames = new LinkedHashSet<>();
        failure.steps().reverse().flatMap(Failure.Step::site).forEach(site -> add(frames, site));
        frames.add(test.frame());
        setStackTrace(frames.toArray(StackTraceElement[]::new));
    }

    private static void add(Set<StackTraceElement> frames, String site) {
        Matcher m = SITE.matcher(site);
        if (frames.size() < MOST_FRAMES && m.matches()) {
            int line = m.group(4) == null ? -1 : Integer.parseInt(m.group(4));
            frames.add(new StackTraceElement(m.group(1), m.group(2), m.group(3), line));
        }
    }
}
