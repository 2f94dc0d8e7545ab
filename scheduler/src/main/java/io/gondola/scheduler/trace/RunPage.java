package io.gondola.scheduler.trace;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of a test as the page of a trace: each step takes one unit of time. Steps are told in their order.
 *
 * <p>The page's script that shows them is {@code run.js}.
 */
public final class RunPage {
    /** The script knows it: {@code gondola.unit}. */
    private static final long UNIT = 1_000;

    private static final int ID_BITS = 40;
    private static final int LANE = 0;
    private static final String BLOCKED = "blocked";

    private final EventLog log = new EventLog(String::valueOf);
    private final Producer to = log.producer("steps", Long.MAX_VALUE);
    private final List<String> steps = new ArrayList<>();

    /** What becomes of a goroutine behind a step. */
    public enum Then {
        /** It may take its next step. */
        GOES_ON,

        /** It waits. */
        WAITS,

        /** It was its last one. */
        ENDS
    }

    private static long identity(int lane) {
        return (1L << ID_BITS) | (lane + 1);
    }

    private long now() {
        return steps.size() * UNIT;
    }

    /**
     * A goroutine, the next one from 0 on, is there from the next step on, or from the start of the one that makes it.
     */
    public void lane(int lane, String name) {
        to.add(EventKind.CREATED, now(), LANE, identity(lane), to.text(name), Texts.NONE);
    }

    /** The next step is one of {@code lane}; {@code json} is what the script shows of it. */
    public void step(int lane, String json, Then then) {
        long g = identity(lane);
        to.add(EventKind.STARTED, now(), LANE, g, Texts.NONE, Things.NONE);
        steps.add(json);
        String reason = switch (then) {
            case GOES_ON -> EventLog.YIELDED;
            case WAITS -> BLOCKED;
            case ENDS -> EventLog.ENDED;
        };
        to.add(EventKind.LEFT, now(), LANE, g, to.text(reason), Things.NONE);
    }

    /**
     * The page.
     *
     * @param head the first members of the JSON object that the script gets; it lacks the brace
     * @param notes what is told first
     */
    public String html(String head, List<String> notes) {
        StringWriter out = new StringWriter();
        try {
            Page.begin(out);
            Timeline t = new Timeline(log, ID_BITS, 0, Math.max(UNIT, now()));
            Page.run(out, t, notes, "{" + head + ",\"steps\":[" + String.join(",\n", steps) + "]}");
        } catch (IOException e) { // a part of the page is missing from the jar
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }
}
