package io.gondola.top;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A reading as lines of text. Rates are those since the reading before, if there was one. */
final class Picture {
    private static final double NANOS = 1e9;
    private static final int MOST_WAITS = 6;

    private final Reading now;
    private final @Nullable Reading before;
    private final List<String> lines = new ArrayList<>();

    private Picture(Reading now, @Nullable Reading before) {
        this.now = now;
        this.before = before;
    }

    /** {@code before} is null at the first time. */
    static List<String> of(Reading now, @Nullable Reading before) {
        Picture p = new Picture(now, before);
        p.goroutines();
        p.rates();
        p.processors();
        p.sites();
        p.meters();
        return p.lines;
    }

    private static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private String rate(long after, long earlier) {
        if (before == null) {
            return "-";
        }
        double perSecond = (after - earlier) * NANOS / Math.max(1, now.time - before.time);
        return String.format(Locale.ROOT, perSecond < 10 ? "%,.1f/s" : "%,.0f/s", Math.max(0, perSecond));
    }

    private String rate(String attribute) {
        return rate(now.number(attribute), before == null ? 0 : before.number(attribute));
    }

    private static String counts(Map<String, Long> numbers) {
        return numbers.entrySet().stream()
                .map(e -> e.getKey() + " " + count(e.getValue()))
                .collect(Collectors.joining(", "));
    }

    private void goroutines() {
        Map<String, Long> states = now.states();
        long all = states.values().stream().mapToLong(Long::longValue).sum();
        lines.add("goroutines  " + count(all) + ": " + counts(states) + "; timers " + count(now.number("Timers")));
        List<Map.Entry<String, Long>> waits = now.waits().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .toList();
        long others =
                waits.stream().skip(MOST_WAITS).mapToLong(Map.Entry::getValue).sum();
        lines.add("waiting in  "
                + (waits.isEmpty()
                        ? "nothing"
                        : waits.stream()
                                .limit(MOST_WAITS)
                                .map(e -> e.getKey() + " " + count(e.getValue()))
                                .collect(Collectors.joining(", ")))
                + (others > 0 ? ", others " + count(others) : ""));
    }

    private void rates() {
        lines.add("rates       started " + rate("Spawned") + ", woken " + rate("Parked") + ", steals " + rate("Steals")
                + ", hand-offs " + rate("Handoffs") + ", polls " + rate("Polls") + ", preemptions "
                + rate("Preemptions"));
        lines.add("scheduler   processors " + now.number("MaxProcs") + ", threads " + now.number("Machines")
                + ", global queue " + count(now.number("Queued")) + ", long steps " + count(now.number("LongSteps")));
    }

    private void processors() {
        lines.add("");
        lines.add(String.format(
                "%-10s %-8s %8s %14s %12s %12s", "processor", "state", "queued", "switches", "steals", "blocking"));
        List<Map<String, Long>> all = now.processors();
        for (int i = 0; i < all.size(); i++) {
            Map<String, Long> p = all.get(i);
            Map<String, Long> earlier =
                    before == null || i >= before.processors().size()
                            ? Map.of()
                            : before.processors().get(i);
            lines.add(String.format(
                    "%-10s %-8s %8s %14s %12s %12s",
                    "P" + i,
                    p.getOrDefault("running", 0L) == 1 ? "busy" : "idle",
                    count(p.getOrDefault("queued", 0L)),
                    rate(p, earlier, "switches"),
                    rate(p, earlier, "steals"),
                    rate(p, earlier, "blockingCalls")));
        }
    }

    private String rate(Map<String, Long> after, Map<String, Long> earlier, String counter) {
        return rate(after.getOrDefault(counter, 0L), earlier.getOrDefault(counter, 0L));
    }

    private void meters() {
        if (!now.meters().isEmpty()) {
            lines.add("");
            lines.add("pipelines");
            now.meters().forEach((name, text) -> lines.add("  " + name + ": " + text));
        }
    }

    private void sites() {
        lines.add("");
        lines.add(String.format(
                "%10s %9s %9s %9s %9s  %s", "goroutines", "running", "runnable", "syscall", "waiting", "started by"));
        now.sites().stream()
                .sorted(Comparator.comparingLong(s -> -s.goroutines()))
                .forEach(s -> lines.add(String.format(
                        "%10s %9s %9s %9s %9s  %s",
                        count(s.goroutines()),
                        of(s, "running"),
                        of(s, "runnable"),
                        of(s, "syscall"),
                        of(s, "waiting"),
                        s.place())));
    }

    private static String of(Reading.Site site, String state) {
        return count(site.states().getOrDefault(state, 0L));
    }
}
