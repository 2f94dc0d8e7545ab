package io.gondola.pipeline;

import io.gondola.dsl.engine.MeterCounter;
import io.gondola.dsl.engine.Meters;
import io.gondola.scheduler.Scheduler;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The meters of a runtime as a line, with what has happened between two looks at them. One goroutine at a time uses it.
 */
final class MeterText {
    private static final double NANOS = 1e9;
    private static final int PERCENT = 100;

    /** What all meters show at one time. */
    record Moment(long nanos, Map<String, Shown> meters) {
        static Moment of(Scheduler s) {
            long now = s.nanoTime();
            Map<String, Shown> all = new TreeMap<>();
            Meters.read(s).forEach((name, counter) -> all.put(name, new Shown(counter.read(now), counter.dropped())));
            return new Moment(now, all);
        }
    }

    record Shown(MeterCounter.Reading reading, long dropped) {
        static final Shown NOTHING = new Shown(MeterCounter.Reading.NOTHING, 0);
    }

    private final Moment start;
    private final int width;
    private Moment before;
    private final Map<String, String> rates = new HashMap<>();
    private boolean shown;

    /** A text of what happens from {@code start} on, cut to {@code width} characters. */
    MeterText(Moment start, int width) {
        this.start = start;
        this.before = start;
        this.width = width;
    }

    boolean wasShown() {
        return shown;
    }

    /** The meters that are in use, or have counted since the start; empty if there are none. */
    String at(Moment now) {
        StringJoiner line = new StringJoiner(" | ");
        line.setEmptyValue("");
        now.meters.forEach((name, meter) -> {
            Shown first = start.meters.getOrDefault(name, Shown.NOTHING);
            if (meter.reading.open() > 0
                    || meter.reading.elements() > first.reading.elements()
                    || meter.dropped > first.dropped) {
                line.add(one(name, first, meter, now.nanos));
            }
        });
        before = now;
        String text = line.toString();
        shown |= !text.isEmpty();
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }

    private String one(String name, Shown first, Shown meter, long now) {
        long elements = meter.reading.elements() - first.reading.elements();
        StringBuilder s = new StringBuilder(name.replaceAll("\\p{Cntrl}", "?"))
                .append(String.format(Locale.ROOT, " %,d", elements))
                .append(part(first.reading, meter.reading));
        if (now > before.nanos) {
            rates.put(name, rate(meter, before.meters.getOrDefault(name, Shown.NOTHING), now - before.nanos));
        }
        s.append(rates.getOrDefault(name, ""));
        return meter.dropped > first.dropped
                ? s.append(" dropped ").append(meter.dropped - first.dropped).toString()
                : s.toString();
    }

    private static String part(MeterCounter.Reading first, MeterCounter.Reading now) {
        boolean known = now.all() != MeterCounter.UNKNOWN && first.all() != MeterCounter.UNKNOWN;
        long all = now.all() - first.all();
        double done = now.done() - first.done();
        return known && all > 0 ? " " + Math.min(PERCENT, (long) (PERCENT * done / all)) + "%" : "";
    }

    /** What has happened in the latest period. */
    private static String rate(Shown now, Shown then, long nanos) {
        double places = Math.max(1, now.reading.open());
        return String.format(
                Locale.ROOT,
                " %,.0f/s in %d%% out %d%%",
                (now.reading.elements() - then.reading.elements()) * NANOS / nanos,
                percent((now.reading.inputNanos() - then.reading.inputNanos()) / places, nanos),
                percent((now.reading.outputNanos() - then.reading.outputNanos()) / places, nanos));
    }

    private static long percent(double part, long all) {
        return Math.round(Math.max(0, Math.min(1, part / all)) * PERCENT);
    }
}
