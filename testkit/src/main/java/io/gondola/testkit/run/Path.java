package io.gondola.testkit.run;

import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.Instruction;
import io.gondola.dsl.engine.Sites;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From which methods a task came to where it waits, in words. First the one that built the operation, then those that
 * called it to build it, then those whose functions are on the task's stack or have returned what runs: one line of
 * each method.
 */
final class Path {
    private static final int MOST = 4;
    private static final int MAX_SITES = 32;

    private final List<StackTraceElement> lines = new ArrayList<>();

    private Path() {}

    /** {@code in Account.withdraw, from Bank.transfer [BankTest:40]}; empty if unknown. {@code built} may be null. */
    static String of(@Nullable Built built, Task t) {
        if (t.fiber == null) {
            return "";
        }
        Path path = new Path();
        Instruction at = t.fiber.pending();
        if (built != null && at != null && built.placeOf(at) != null) {
            path.add(built.placeOf(at));
            built.callersOf(at).forEach(path::add);
        }
        for (Object function : t.fiber.sites(MAX_SITES)) {
            path.add(Sites.element(function));
        }
        return path.text();
    }

    private void add(@Nullable StackTraceElement line) {
        if (line != null
                && lines.size() < MOST
                && lines.stream().noneMatch(known -> method(known).equals(method(line)))) {
            lines.add(line);
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (StackTraceElement line : lines) {
            text.append(text.length() == 0 ? "in " : ", from ").append(method(line));
            if (!line.equals(lines.get(0)) && line.getLineNumber() > 0) {
                text.append(" [").append(Judge.shortLine(line)).append(']');
            }
        }
        return text.toString();
    }

    /** {@code Account.withdraw}. */
    private static String method(StackTraceElement line) {
        String type = line.getClassName();
        return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1) + "." + line.getMethodName();
    }
}
