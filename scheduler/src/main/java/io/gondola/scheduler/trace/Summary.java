package io.gondola.scheduler.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a trace tells, in some sentences. */
final class Summary {
    private static final double PERCENT = 100;
    private static final String SLEEP = "sleep";

    private final Timeline t;
    private final List<String> sentences = new ArrayList<>();

    private Summary(Timeline t) {
        this.t = t;
    }

    static List<String> of(
            Timeline t,
            List<Usage.Processor> processors,
            List<Sites.Site> sites,
            List<Contention.Thing> things,
            List<LongestWaits.Wait> waits) {
        Summary s = new Summary(t);
        s.size(sites.stream().map(Sites.Site::place).distinct().count());
        s.processors(processors);
        s.waits(sites);
        s.things(things);
        s.toRun();
        s.longest(waits);
        s.pauses();
        s.gaps();
        s.dropped();
        return s.sentences;
    }

    private static String count(long n, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", n, what, n == 1 ? "" : "s");
    }

    private static String percent(long part, long whole) {
        return Math.round(PERCENT * (double) part / (double) Math.max(1, whole)) + " %";
    }

    private void size(long places) {
        sentences.add(count(t.goroutines.size(), "goroutine") + ", started at " + count(places, "place")
                + ", were seen in " + Durations.text(t.length) + ".");
    }

    private void processors(List<Usage.Processor> processors) {
        if (processors.isEmpty()) {
            sentences.add("No goroutine ran.");
            return;
        }
        long busy = processors.stream().mapToLong(p -> p.busy().total()).sum();
        long preempted =
                processors.stream().mapToLong(Usage.Processor::preempted).sum();
        long stolen = processors.stream().mapToLong(Usage.Processor::stolen).sum();
        sentences.add("Goroutines ran on " + count(processors.size(), "processor") + ", which "
                + (processors.size() == 1 ? "was" : "were") + " busy for "
                + percent(busy, (t.length - t.gaps.total()) * processors.size()) + " of the time; "
                + count(stolen, "goroutine") + " moved to another processor, and time slices were over "
                + count(preempted, "time") + ".");
    }

    private void waits(List<Sites.Site> sites) {
        Map<String, Long> totals = new HashMap<>();
        sites.forEach(s -> s.blocked().forEach((reason, spread) -> totals.merge(reason, spread.total(), Long::sum)));
        long all = totals.values().stream().mapToLong(Long::longValue).sum();
        totals.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .ifPresent(most -> sentences.add(
                        "Of the time that goroutines waited, " + percent(most.getValue(), all) + " went to "
                                + (most.getKey().equals(EventLog.SYSCALL) ? "blocking code" : most.getKey()) + "."));
    }

    private void things(List<Contention.Thing> things) {
        if (!things.isEmpty()) {
            Contention.Thing first = things.get(0);
            sentences.add("Goroutines waited the longest for " + first.name() + ": "
                    + count(first.waits().n(), "time") + ", "
                    + Durations.text(first.waits().total())
                    + " in total, at most " + first.most() + " at once.");
        }
    }

    private void toRun() {
        Columns.Longs all = new Columns.Longs();
        for (int i = 0; i < t.rows.size(); i++) {
            long ready = t.rows.ready.get(i);
            if (ready != Rows.UNKNOWN) {
                all.add(t.rows.start.get(i) - ready);
            }
        }
        Spread s = Spread.of(all);
        if (s.n() > 0) {
            sentences.add(
                    "A goroutine that could run waited " + Durations.text(s.p50()) + " for a processor in the middle, "
                            + Durations.text(s.p99()) + " at the 99th percentile, and " + Durations.text(s.max())
                            + " at most.");
        }
    }

    private void longest(List<LongestWaits.Wait> waits) {
        waits.stream()
                .filter(w ->
                        !w.reason().equals(LongestWaits.TO_RUN) && !w.reason().equals(SLEEP))
                .max(Comparator.comparingLong(LongestWaits.Wait::length))
                .ifPresent(w -> sentences.add("The longest wait, but for sleeps, was that of " + t.name(w.goroutine())
                        + ": " + Durations.text(w.length()) + " in " + w.reason()
                        + (w.on() == Things.NONE ? "" : " on " + t.things.get(w.on()))
                        + (w.lasts() ? "; nothing ended it." : "; it was ended by " + t.waker(w.by()) + ".")));
    }

    private void pauses() {
        long n = 0;
        long total = 0;
        long most = 0;
        for (Event e : t.instants) {
            if (e.kind() == EventKind.COLLECTED) {
                n++;
                total += e.g();
                most = Math.max(most, e.g());
            }
        }
        if (n > 0) {
            sentences.add("The garbage collector was at work " + count(n, "time") + ", " + Durations.text(total)
                    + " in total, " + Durations.text(most) + " at most.");
        }
    }

    private void gaps() {
        if (t.gaps.size() > 0) {
            sentences.add("Only " + percent(t.length - t.gaps.total(), t.length) + " of the time is shown, in "
                    + count(t.gaps.size() + 1L, "piece") + ": goroutines were switched more often than could be"
                    + " written down without slowing them. What reaches into the time between is left out.");
        }
    }

    private void dropped() {
        long dropped = t.dropped();
        if (dropped == 0) {
            sentences.add("No event was dropped.");
            return;
        }
        StringBuilder text = new StringBuilder(count(dropped, "event") + ", the oldest, were dropped"
                + (t.isPart() ? " since the recorder was started" : "") + ", for there was no"
                + " more room (-Dgondola.trace.memory): what stands here lacks");
        String separator = " ";
        for (EventLog.Part part : t.parts) {
            if (part.snapshot().dropped() > 0) {
                text.append(separator)
                        .append(
                                t.isPart()
                                        ? "those"
                                        : String.format(
                                                Locale.ROOT,
                                                "%,d",
                                                part.snapshot().dropped()))
                        .append(" of ")
                        .append(part.name())
                        .append(" up to ")
                        .append(Durations.text(part.snapshot().droppedUntil()));
                separator = ", ";
            }
        }
        sentences.add(text + ".");
    }
}
