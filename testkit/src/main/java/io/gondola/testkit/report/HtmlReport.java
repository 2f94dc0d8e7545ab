package io.gondola.testkit.report;

import io.gondola.scheduler.trace.RunPage;
import io.gondola.testkit.trace.Access;
import io.gondola.testkit.trace.Blocked;
import io.gondola.testkit.trace.Found;
import io.gondola.testkit.trace.RacePair;
import io.gondola.testkit.trace.Step;
import io.gondola.testkit.trace.Trace;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A failure as one HTML page that needs nothing else, the same that shows traces: a lane for each goroutine, an arrow
 * wherever a step happens before one of another goroutine, a struck-out one wherever a message was lost, and at each
 * step the token that replays the run up to there, unless the run is so long that these would fill the page.
 */
public final class HtmlReport {
    /** How many characters the tokens of all steps may have together, at the most. */
    private static final int MAX_TOKENS = 8_000_000;

    /** Nobody goes through more of them. */
    private static final int MAX_STEPS_WITH_TOKENS = 10_000;

    private final Found found;
    private final Trace trace;
    private final RunPage page = new RunPage();
    private final boolean hasTokens;

    private HtmlReport(Found found, Trace trace) {
        this.found = found;
        this.trace = trace;
        this.hasTokens = trace.steps().size() <= MAX_STEPS_WITH_TOKENS
                && (long) found.token().length() * trace.steps().size() <= MAX_TOKENS; // may grow with the square
    }

    public static String of(Found found, Trace trace) {
        return new HtmlReport(found, trace).page();
    }

    private String page() {
        Set<Integer> shown = trace.steps().stream().map(Step::number).collect(Collectors.toSet());
        lanesMadeBy(by -> !shown.contains(by));
        Set<Integer> waitsForEver = trace.blocked().stream().map(Blocked::lane).collect(Collectors.toSet());
        Set<Integer> last = lastSteps();
        for (Step step : trace.steps()) {
            boolean isLast = last.contains(step.number());
            boolean waits = isLast ? waitsForEver.contains(step.lane()) : step.blocked();
            page.step(
                    step.lane(),
                    json(step),
                    waits ? RunPage.Then.WAITS : isLast ? RunPage.Then.ENDS : RunPage.Then.GOES_ON);
            lanesMadeBy(by -> by == step.number());
        }
        String title = trace.kind() + (found.test().isEmpty() ? "" : " in " + found.test());
        return page.html(
                "\"title\":" + quoted(title) + ",\"token\":" + quoted(found.token()) + ",\"text\":"
                        + quoted(TerminalReport.of(found, trace)) + ",\"lanes\":"
                        + trace.lanes().stream()
                                .map(lane -> quoted(lane.title()))
                                .collect(Collectors.joining(",", "[", "]")),
                List.of(trace.cause(), (Texts.found(found) + " " + found.explored()).strip()));
    }

    private void lanesMadeBy(IntPredicate maker) {
        for (int i = 0; i < trace.lanes().size(); i++) {
            if (maker.test(trace.lanes().get(i).createdBy())) {
                page.lane(i, trace.lanes().get(i).title());
            }
        }
    }

    /** The number of the last step of each goroutine. */
    private Set<Integer> lastSteps() {
        Set<Integer> last = new HashSet<>();
        Set<Integer> seen = new HashSet<>();
        for (int i = trace.steps().size() - 1; i >= 0; i--) {
            if (seen.add(trace.steps().get(i).lane())) {
                last.add(trace.steps().get(i).number());
            }
        }
        return last;
    }

    /** What the page's script knows of a step. */
    private String json(Step step) {
        return "{\"n\":" + step.number()
                + ",\"lane\":" + quoted(trace.lanes().get(step.lane()).title())
                + ",\"text\":" + quoted(step.text())
                + ",\"line\":" + quoted(Texts.site(step.site()))
                + ",\"site\":" + quoted(step.site())
                + ",\"blocked\":" + quoted(step.blocked() ? ("BLOCKED " + step.blockedBy()).strip() : "")
                + ",\"access\":" + isAccess(step)
                + ",\"clock\":" + quoted(Texts.clock(step.clockNanos()))
                + ",\"after\":" + step.predecessors()
                + ",\"lost\":" + step.lostTo()
                + ",\"token\":" + quoted(hasTokens ? step.token().get() : "")
                + "}";
    }

    private boolean isAccess(Step step) {
        RacePair race = trace.race();
        return race != null && (is(race.first(), step) || is(race.second(), step));
    }

    private static boolean is(@Nullable Access access, Step step) {
        return access != null && access.step() == step.number();
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // < and > so that no text ends the script or begins a comment in it
            if (c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c < ' ' || c > '~') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
