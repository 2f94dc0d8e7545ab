package io.gondola.scheduler;

import io.gondola.scheduler.trace.Json;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A trace as a file in the Trace Event Format, JSON that {@code ui.perfetto.dev} and {@code chrome://tracing} show: a
 * lane for each processor, on it a slice for each time that a goroutine ran, and arrows from who started or readied it.
 */
final class TraceFile {
    /*
     * A slice is written when it ends, with its length: nothing but the one open slice of each lane is held. An arrow
     * begins where a goroutine is created or readied and ends where it starts; `arrows` holds those that have begun. If
     * events were dropped an end may be missing: the next start on the lane then ends the slice.
     */
    private static final long NANOS_PER_MICRO = 1_000;
    private static final int FIRST_PROCESSOR = 1;
    private static final int FIRST_OTHER = 10_000;

    private final Writer out;
    private final long start;
    private final boolean virtual;
    private final Map<Integer, TraceEvent> open = new HashMap<>();
    private final IdentityHashMap<Goroutine, Long> arrows = new IdentityHashMap<>();
    private final Map<Integer, Integer> threads = new HashMap<>();
    private final IdentityHashMap<Program, Integer> programs = new IdentityHashMap<>();
    private long lastArrow;
    private boolean any;

    /** Fails at once if {@code file} cannot be written. */
    TraceFile(Path file, long start, boolean virtual) throws IOException {
        this.out = open(file);
        this.start = start;
        this.virtual = virtual;
        out.write("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[");
        meta("process_name", 0, virtual ? "gondola (virtual time)" : "gondola");
    }

    /** Packed if the name of {@code file} says so. */
    static Writer open(Path file) throws IOException {
        OutputStream raw = new BufferedOutputStream(Files.newOutputStream(file));
        try {
            OutputStream bytes = OpenTrace.isPacked(file) ? new GZIPOutputStream(raw) : raw;
            return new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    void write(TraceEvent e) throws IOException {
        int thread = thread(e.lane());
        switch (e.kind()) {
            case CREATED -> {
                instant(e, "go " + name(e.goroutine()));
                arrowFrom(e, thread);
            }
            case READIED -> arrowFrom(e, thread);
            case STARTED -> {
                endSlice(e.lane(), e.time(), "unknown: events were dropped", null);
                open.put(e.lane(), e);
                arrowTo(e, thread);
            }
            case LEFT -> endSlice(e.lane(), e.time(), String.valueOf(e.text()), e.on());
            case PREEMPTED -> instant(e, "preempted");
            case STOLEN -> instant(e, "stole " + e.count() + " from P" + e.from());
            case HANDED_OFF -> instant(e, "handed off");
            case POLLED -> instant(e, "polled " + e.count());
            case LONG_STEP -> instant(e, "long step at " + e.text());
        }
    }

    /** Ends what still runs, and the file. */
    void close(long time, long dropped) throws IOException {
        try (out) {
            for (int lane : Map.copyOf(open).keySet()) {
                endSlice(lane, time, "still running", null);
            }
            out.write("\n],\"otherData\":{\"clock\":\"" + (virtual ? "virtual" : "real") + "\",\"droppedEvents\":"
                    + dropped + "}}\n");
        }
    }

    private void endSlice(int lane, long time, String until, @Nullable Object on) throws IOException {
        TraceEvent begun = open.remove(lane);
        if (begun == null) {
            return; // it began before the trace
        }
        Goroutine g = begun.goroutine();
        begin("X", thread(lane), begun.time(), name(g));
        out.write(",\"dur\":" + micros(time - begun.time()) + ",\"args\":{\"goroutine\":" + g.id() + ",\"program\":"
                + program(g) + ",\"until\":" + Json.string(until));
        if (on != null) {
            out.write(",\"on\":" + Json.string(SafeText.of(on)));
        }
        out.write("}}");
    }

    private void instant(TraceEvent e, String name) throws IOException {
        begin("i", thread(e.lane()), e.time(), name);
        out.write(",\"s\":\"t\"}");
    }

    private void arrowFrom(TraceEvent e, int thread) throws IOException {
        if (!open.containsKey(e.lane())) { // an arrow needs a slice to begin in
            begin("X", thread, e.time(), "ready " + name(e.goroutine()));
            out.write(",\"dur\":0.001}");
        }
        arrows.put(e.goroutine(), ++lastArrow);
        begin("s", thread, e.time(), "ready");
        out.write(",\"cat\":\"ready\",\"id\":" + lastArrow + "}");
    }

    private void arrowTo(TraceEvent e, int thread) throws IOException {
        Long arrow = arrows.remove(e.g());
        if (arrow != null) {
            begin("f", thread, e.time(), "ready");
            out.write(",\"cat\":\"ready\",\"bp\":\"e\",\"id\":" + arrow + "}");
        }
    }

    private void begin(String phase, int thread, long time, String name) throws IOException {
        separate();
        out.write("{\"ph\":\"" + phase + "\",\"pid\":1,\"tid\":" + thread + ",\"ts\":" + micros(time - start)
                + ",\"name\":" + Json.string(name));
    }

    private void meta(String what, int thread, String name) throws IOException {
        separate();
        out.write("{\"ph\":\"M\",\"pid\":1,\"tid\":" + thread + ",\"name\":\"" + what + "\",\"args\":{\"name\":"
                + Json.string(name) + "}}");
    }

    private void separate() throws IOException {
        out.write(any ? ",\n" : "\n");
        any = true;
    }

    private int thread(int lane) throws IOException {
        Integer known = threads.get(lane);
        if (known != null) {
            return known;
        }
        int thread = lane >= 0 ? FIRST_PROCESSOR + lane : FIRST_OTHER - lane;
        threads.put(lane, thread);
        meta("thread_name", thread, laneName(lane));
        return thread;
    }

    private static String laneName(int lane) {
        return switch (lane) {
            case Observer.OUTSIDE -> "outside";
            case Observer.SYSMON -> "sysmon";
            case Observer.POLLER -> "poller";
            default -> "P" + lane;
        };
    }

    private int program(Goroutine g) {
        return programs.computeIfAbsent(g.program(), p -> programs.size() + 1);
    }

    private static String name(Goroutine g) {
        return g.name() == null ? "g" + g.id() : "g" + g.id() + " " + g.shownName();
    }

    private static String micros(long nanos) {
        long n = Math.max(0, nanos);
        return n / NANOS_PER_MICRO + "."
                + String.valueOf(NANOS_PER_MICRO + n % NANOS_PER_MICRO).substring(1);
    }
}
