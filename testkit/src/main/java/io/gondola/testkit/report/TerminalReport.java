package io.gondola.testkit.report;

import io.gondola.testkit.trace.Access;
import io.gondola.testkit.trace.Blocked;
import io.gondola.testkit.trace.CycleEdge;
import io.gondola.testkit.trace.Found;
import io.gondola.testkit.trace.RacePair;
import io.gondola.testkit.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A failure as text for a terminal: what, how to see it again, the steps in columns, and why nobody goes on. */
public final class TerminalReport {
    private final Found found;
    private final Trace trace;
    private final List<String> lines = new ArrayList<>();

    private TerminalReport(Found found, Trace trace) {
        this.found = found;
        this.trace = trace;
    }

    public static String of(Found found, Trace trace) {
        TerminalReport report = new TerminalReport(found, trace);
        report.write();
        return String.join("\n", report.lines);
    }

    private void write() {
        String test = found.test().isEmpty() ? "" : "      " + found.test();
        lines.add("GoTest FAILED: " + trace.kind() + test);
        lines.add(trace.cause());
        lines.add("replay: @GoTest(replay=\"" + found.token() + "\")  or  -Dgo.replay=" + found.token());
        lines.add("found:  " + Texts.found(found));
        lines.add("");
        lines.addAll(new Table(trace, Selection.of(trace)).lines());
        lines.add("");
        if (trace.race() != null) {
            addRace(trace.race());
        }
        addBlocked();
        if (!trace.cycle().isEmpty()) {
            lines.add("cycle:   " + cycle());
        }
        addVariables();
        lines.add("clock:   " + Texts.clock(trace.clockNanos())
                + (found.explored().isEmpty() ? "" : "        explored: " + found.explored()));
    }

    private void addRace(RacePair race) {
        lines.add("race on " + race.variable() + ":");
        lines.addAll(sideBySide(access(race.first()), access(race.second())));
        if (race.first() != null && race.second() != null) {
            lines.add("missing: nothing orders #" + race.first().step() + " before #"
                    + race.second().step()
                    + " (no channel, lock, WaitGroup, Once or atomic leads from one to the other)");
        } else {
            lines.add("missing: nothing orders the use before the end of the test");
        }
        if (!found.otherOrder().isEmpty()) {
            lines.add("turned:  " + found.otherOrder());
        }
        if (!race.consequence().isEmpty()) {
            lines.add("then:    " + race.consequence());
        }
    }

    private List<String> access(@Nullable Access access) {
        if (access == null) {
            return List.of("the end of the test", "", "");
        }
        String lane = trace.lanes().get(access.lane()).title();
        return List.of(
                "#" + access.step() + " " + access.operation() + " by " + lane,
                "at " + (access.site().isEmpty() ? "an unknown place" : Texts.site(access.site())),
                "last synchronised on " + (access.lastSync().isEmpty() ? "nothing" : access.lastSync()));
    }

    private static List<String> sideBySide(List<String> left, List<String> right) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            lines.add(String.format("    %-54s | %s", left.get(i), right.get(i)).stripTrailing());
        }
        return lines;
    }

    private void addBlocked() {
        String label = trace.kind().startsWith("LIVELOCK") ? "alive:   " : "blocked: ";
        for (Blocked b : trace.blocked()) {
            String site = Texts.site(b.site());
            String what = trace.lanes().get(b.lane()).title() + "  " + b.waitReason()
                    + (b.object().isEmpty() ? "" : " " + b.object())
                    + (site.isEmpty() ? "" : "  [" + site + "]");
            String line = label + String.format("%-48s", what) + "  " + b.unblockers();
            if (line.length() <= Table.WIDTH) {
                lines.add(line.stripTrailing());
            } else {
                lines.add(label + what);
                lines.add("             " + b.unblockers());
            }
            if (!b.path().isEmpty()) {
                lines.add("             " + b.path());
            }
            label = "         ";
        }
    }

    /** As many on a line as it holds. */
    private void addVariables() {
        StringBuilder line = new StringBuilder("vars:    ");
        int empty = line.length();
        List<String> all = trace.variables().entrySet().stream()
                .map(e -> e.getKey() + " = " + e.getValue())
                .toList();
        for (int i = 0; i < all.size(); i++) {
            String text = all.get(i) + (i + 1 < all.size() ? "," : "");
            if (line.length() > empty && line.length() + text.length() > Table.WIDTH) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(" ".repeat(empty));
            }
            line.append(text).append(' ');
        }
        if (!all.isEmpty()) {
            lines.add(line.toString().stripTrailing());
        }
    }

    private String cycle() {
        StringBuilder text = new StringBuilder();
        for (CycleEdge edge : trace.cycle()) {
            if (text.length() == 0) {
                text.append(trace.lanes().get(edge.from()).title());
            }
            text.append(" -")
                    .append(edge.object())
                    .append("-> ")
                    .append(trace.lanes().get(edge.to()).title());
        }
        return text.toString();
    }
}
