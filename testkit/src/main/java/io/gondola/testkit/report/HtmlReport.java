package io.gondola.testkit.report;

import io.gondola.testkit.trace.Found;
import io.gondola.testkit.trace.Step;
import io.gondola.testkit.trace.Trace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A failure as one HTML page that needs nothing else: a lane for each goroutine, an arrow wherever a step happens
 * before one of another goroutine, a struck-out one wherever a message was lost, and at each step the token that replays the run up to there, unless the run is so
 * long that these would fill the page.
 */
public final class HtmlReport {
    /** How many characters the tokens of all steps may have together, at the most. */
    private static final int MAX_TOKENS = 8_000_000;

    /** Nobody goes through more of them. */
    private static final int MAX_STEPS_WITH_TOKENS = 10_000;

    private static final String TEMPLATE = "report.html";

    private HtmlReport() {}

    public static String of(Found found, Trace trace) {
        String title = trace.kind() + (found.test().isEmpty() ? "" : " in " + found.test());
        Lanes lanes = new Lanes(trace);
        return template()
                .replace("${title}", escaped(title))
                .replace("${cause}", escaped(trace.cause()))
                .replace("${found}", escaped(Texts.found(found)))
                .replace("${explored}", escaped(found.explored()))
                .replace("${token}", escaped(found.token()))
                .replace("${header}", lanes.header())
                .replace("${lanes}", lanes.drawing())
                .replace("${steps}", steps(trace, hasTokens(found, trace)))
                .replace("${text}", escaped(TerminalReport.of(found, trace)));
    }

    /** Whether the steps get tokens: together, these may grow with the square of the run's length. */
    private static boolean hasTokens(Found found, Trace trace) {
        return trace.steps().size() <= MAX_STEPS_WITH_TOKENS
                && (long) found.token().length() * trace.steps().size() <= MAX_TOKENS;
    }

    /** What the page's script knows of each step. */
    private static String steps(Trace trace, boolean hasTokens) {
        StringBuilder json = new StringBuilder("[");
        for (Step step : trace.steps()) {
            if (json.length() > 1) {
                json.append(",\n");
            }
            json.append("{\"n\":")
                    .append(step.number())
                    .append(",\"lane\":")
                    .append(quoted(trace.lanes().get(step.lane()).title()))
                    .append(",\"text\":")
                    .append(quoted(step.text()))
                    .append(",\"site\":")
                    .append(quoted(step.site()))
                    .append(",\"blocked\":")
                    .append(quoted(step.blocked() ? "BLOCKED " + step.blockedBy() : ""))
                    .append(",\"clock\":")
                    .append(quoted(Texts.clock(step.clockNanos())))
                    .append(",\"after\":")
                    .append(step.predecessors())
                    .append(",\"token\":")
                    .append(quoted(hasTokens ? step.token().get() : ""))
                    .append('}');
        }
        return json.append("]").toString();
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // < and > so that no text ends the script or begins a comment in it
            if (c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c == '$' || c < ' ' || c > '~') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("$", "&#36;");
    }

    private static String template() {
        try (InputStream in = HtmlReport.class.getResourceAsStream(TEMPLATE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
