package io.gondola.testkit.report;

import static io.gondola.testkit.report.HtmlReport.escaped;

import io.gondola.testkit.trace.Access;
import io.gondola.testkit.trace.Step;
import io.gondola.testkit.trace.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The drawing of a run: time goes down, each goroutine has a lane. */
final class Lanes {
    private static final int LEFT = 48;
    private static final int NARROWEST = 250;
    private static final int GAP = 24;
    private static final int ROW = 30;
    private static final int BOX = 22;
    private static final int STUB = 20;
    private static final int STRIKE = 5;
    private static final int CHARACTERS = 34;
    private static final int SITE_CHARACTERS = 32;

    private final Trace trace;
    private final int laneWidth;
    private final Map<Integer, Integer> rows = new HashMap<>();
    private final Map<Integer, Step> steps = new HashMap<>();

    Lanes(Trace trace) {
        this.trace = trace;
        for (Step step : trace.steps()) {
            rows.put(step.number(), rows.size());
            steps.put(step.number(), step);
        }
        this.laneWidth =
                trace.steps().stream().mapToInt(step -> boxWidth(step) + GAP).reduce(NARROWEST, Math::max);
    }

    private int width() {
        return LEFT + trace.lanes().size() * laneWidth;
    }

    String header() {
        StringBuilder svg = new StringBuilder(open(28));
        for (int lane = 0; lane < trace.lanes().size(); lane++) {
            svg.append("<text class=\"lane\" x=\"")
                    .append(x(lane) + 6)
                    .append("\" y=\"19\">")
                    .append(escaped(cut(trace.lanes().get(lane).title())))
                    .append("</text>");
        }
        return svg.append("</svg>").toString();
    }

    String drawing() {
        int height = rows.size() * ROW + 12;
        StringBuilder svg = new StringBuilder(open(height));
        svg.append(
                "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\""
                        + " orient=\"auto-start-reverse\"><path d=\"M0 0L8 4L0 8z\"/></marker></defs>");
        for (int lane = 0; lane < trace.lanes().size(); lane++) {
            svg.append(line(lane, height));
        }
        trace.steps().forEach(step -> svg.append(arrows(step)));
        trace.steps().forEach(step -> svg.append(box(step)));
        return svg.append("</svg>").toString();
    }

    private String open(int height) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width() + "\" height=\"" + height + "\">";
    }

    /** The life of a goroutine: from the step that starts it to its last step, or to the end if it still waits. */
    private String line(int lane, int height) {
        List<Step> own = trace.steps().stream().filter(s -> s.lane() == lane).toList();
        Integer created = rows.get(trace.lanes().get(lane).createdBy());
        int from = created == null ? 0 : created * ROW + ROW / 2;
        boolean waits = trace.blocked().stream().anyMatch(b -> b.lane() == lane);
        int to = waits || own.isEmpty()
                ? height
                : rows.get(own.get(own.size() - 1).number()) * ROW + ROW / 2;
        int x = x(lane) + 2;
        return "<line class=\"life" + (waits ? " waits" : "") + "\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + from
                + "\" y2=\"" + to + "\"/>";
    }

    private String arrows(Step to) {
        StringBuilder svg = new StringBuilder();
        for (int number : to.predecessors()) {
            Step from = steps.get(number);
            if (from != null) {
                svg.append(arrow(from, to));
            }
        }
        return svg + (to.isLost() ? lost(to) : "");
    }

    /** A message that did not arrive: an arrow to the lane it was meant for, which is struck out before it. */
    private String lost(Step from) {
        boolean rightwards = from.lostTo() >= from.lane();
        int sign = rightwards ? 1 : -1;
        int x1 = left(from) + (rightwards ? boxWidth(from) : 0);
        int x2 = from.lostTo() == from.lane() ? x1 + STUB : x(from.lostTo()) + (rightwards ? 0 : boxWidth(from));
        int y = middle(from);
        int x = x2 - sign * STUB / 2;
        return "<g class=\"lost\" data-from=\"" + from.number() + "\"><path class=\"arrow\" d=\"M" + x1 + " " + y + "L"
                + x2 + " " + y + "\" marker-end=\"url(#tip)\"/><path class=\"strike\" d=\"M" + (x - STRIKE) + " "
                + (y - STRIKE) + "L" + (x + STRIKE) + " " + (y + STRIKE) + "M" + (x - STRIKE) + " " + (y + STRIKE) + "L"
                + (x + STRIKE) + " " + (y - STRIKE) + "\"/></g>";
    }

    private String arrow(Step from, Step to) {
        boolean rightwards = to.lane() > from.lane();
        int x1 = left(from) + (rightwards ? boxWidth(from) : 0);
        int x2 = left(to) + (rightwards ? 0 : boxWidth(to));
        int y1 = middle(from);
        int y2 = middle(to);
        int bend = (rightwards ? 1 : -1) * Math.max(24, Math.abs(x2 - x1) / 2);
        return "<path class=\"arrow\" data-from=\"" + from.number() + "\" data-to=\"" + to.number() + "\" d=\"M" + x1
                + " "
                + y1 + "C" + (x1 + bend) + " " + y1 + " " + (x2 - bend) + " " + y2 + " " + x2 + " " + y2
                + "\" marker-end=\"url(#tip)\"/>";
    }

    private String box(Step step) {
        String kind = step.blocked() ? " blocked" : isAccess(step) ? " access" : "";
        int y = middle(step) - BOX / 2;
        return "<text class=\"number\" x=\"40\" y=\"" + (middle(step) + 4) + "\">" + step.number() + "</text>"
                + "<g class=\"step" + kind + "\" data-n=\"" + step.number() + "\" tabindex=\"0\" role=\"button\">"
                + "<rect x=\"" + left(step) + "\" y=\"" + y + "\" width=\"" + boxWidth(step) + "\" height=\"" + BOX
                + "\" rx=\"4\"/><text x=\"" + (left(step) + 7) + "\" y=\"" + (middle(step) + 4) + "\">"
                + escaped(label(step)) + site(step) + "</text></g>";
    }

    private boolean isAccess(Step step) {
        return trace.race() != null
                && (is(trace.race().first(), step) || is(trace.race().second(), step));
    }

    private static boolean is(Access access, Step step) {
        return access != null && access.step() == step.number();
    }

    private static String label(Step step) {
        return cut(step.text());
    }

    private static String site(Step step) {
        String line = line(step);
        return line.isEmpty() ? "" : " <tspan class=\"site\">" + escaped(line) + "</tspan>";
    }

    /** The line of the source, in short. */
    private static String line(Step step) {
        return cut(Texts.site(step.site()), SITE_CHARACTERS);
    }

    private static int boxWidth(Step step) {
        int length = label(step).length()
                + (line(step).isEmpty() ? 0 : 1 + line(step).length());
        return 14 + (int) Math.ceil(length * 6.65);
    }

    private int left(Step step) {
        return x(step.lane());
    }

    private int middle(Step step) {
        return rows.get(step.number()) * ROW + ROW / 2;
    }

    private int x(int lane) {
        return LEFT + lane * laneWidth;
    }

    private static String cut(String text) {
        return cut(text, CHARACTERS);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
