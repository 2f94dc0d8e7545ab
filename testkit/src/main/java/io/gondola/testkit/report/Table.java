package io.gondola.testkit.report;

import io.gondola.testkit.trace.Step;
import io.gondola.testkit.trace.Trace;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps as text, at most 120 columns wide: a column for each goroutine that takes part, or, if these are too many,
 * a line for each step that begins with the goroutine.
 */
final class Table {
    static final int WIDTH = 120;
    private static final int NUMBER = 5;
    private static final int NARROWEST = 28;
    private static final int WIDEST = 50;

    /** The clock is shown when it has moved so far: more than what a step takes when steps take time. */
    private static final long SHOWN_NANOS = 1_000;

    private final Trace trace;
    private final Selection selection;

    /** The lanes that take part. */
    private final List<Integer> lanes = new ArrayList<>();

    Table(Trace trace, Selection selection) {
        this.trace = trace;
        this.selection = selection;
        for (int lane = 0; lane < trace.lanes().size(); lane++) {
            int wanted = lane;
            if (selection.steps().stream().anyMatch(step -> step.lane() == wanted)) {
                lanes.add(lane);
            }
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        boolean columns = lanes.size() * NARROWEST <= WIDTH - NUMBER;
        if (columns) {
            lines.add(header());
        }
        if (selection.unrelated() > 0) {
            lines.add("     (" + selection.unrelated() + " steps that did not contribute are left out)");
        }
        if (selection.earlier() > 0) {
            lines.add("     (" + selection.earlier() + " earlier steps are left out)");
        }
        long clock = 0;
        for (Step step : selection.steps()) {
            if (step.clockNanos() - clock >= SHOWN_NANOS) {
                lines.add("     -- the clock is at " + Texts.clock(step.clockNanos()) + " --");
            }
            clock = step.clockNanos();
            lines.add(columns ? inColumn(step) : inLine(step));
        }
        return lines;
    }

    private int columnWidth() {
        return Math.min(WIDEST, (WIDTH - NUMBER) / Math.max(1, lanes.size()));
    }

    private String header() {
        StringBuilder line = new StringBuilder("  #  ");
        for (int lane : lanes) {
            String title = trace.lanes().get(lane).title();
            line.append(padded(cut(title, columnWidth() - 1), columnWidth()));
        }
        return line.toString().stripTrailing();
    }

    private String inColumn(Step step) {
        String site = siteOf(step);
        int indent = NUMBER + lanes.indexOf(step.lane()) * columnWidth();
        int room = WIDTH - indent - site.length() - 1;
        int aligned = columnWidth() - site.length() - 2;
        String line = number(step)
                + " ".repeat(indent - NUMBER)
                + padded(cut(step.text(), room), Math.min(room, Math.max(aligned, 0)))
                + site;
        return withBlocked(line.stripTrailing(), step, indent);
    }

    /** Adds why the goroutine cannot go on, on a line of its own if there is no room. */
    private static String withBlocked(String line, Step step, int indent) {
        if (!step.blocked()) {
            return line;
        }
        String blocked = "BLOCKED" + (step.blockedBy().isEmpty() ? "" : " (" + step.blockedBy() + ")");
        return line.length() + 1 + blocked.length() <= WIDTH
                ? line + " " + blocked
                : line + "\n" + " ".repeat(Math.max(NUMBER, Math.min(indent, WIDTH - blocked.length()))) + blocked;
    }

    private String inLine(Step step) {
        String lane = trace.lanes().get(step.lane()).title();
        String line = number(step) + padded(cut(lane, 24), 26) + padded(cut(step.text(), 48), 40) + siteOf(step);
        return withBlocked(line.stripTrailing(), step, NUMBER + 26);
    }

    private static String siteOf(Step step) {
        String site = Texts.site(step.site());
        return site.isEmpty() ? "" : "[" + site + "]";
    }

    private static String number(Step step) {
        return String.format("%3d  ", step.number());
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(1, width - 1)) + "…";
    }
}
