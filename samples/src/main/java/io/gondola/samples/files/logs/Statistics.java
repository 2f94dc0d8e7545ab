package io.gondola.samples.files.logs;

import io.gondola.samples.files.FileNames;
import io.vavr.Tuple2;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What is to be known of log lines that come in the order of time. One goroutine at a time may use it. */
final class Statistics {
    private static final int LONGEST_TEXT = 100;

    private final int files;
    private final Map<LogLine.LineKind, Long> kinds = new EnumMap<>(LogLine.LineKind.class);
    private final Map<String, Long> levels = new TreeMap<>();
    private final Map<String, Long> complaints = new HashMap<>();
    private final java.util.List<String> unreadable = new ArrayList<>();

    private Instant first = Instant.MAX;
    private Instant last = Instant.MAX;
    private Duration longestSilence = Duration.ZERO;
    private Instant silentFrom = Instant.MAX;

    private Instant minute = Instant.MIN;
    private long inMinute;
    private Instant busiest = Instant.MIN;
    private long inBusiest;

    Statistics(int files) {
        this.files = files;
    }

    Statistics add(LogLine line) {
        kinds.merge(line.kind(), 1L, Long::sum);
        if (line.isEntry()) {
            levels.merge(line.level(), 1L, Long::sum);
            if (line.level().matches("WARN|ERROR|FATAL")) {
                complaints.merge(line.level() + " " + inGeneral(line.text()), 1L, Long::sum);
            }
            silence(line.time());
            minute(line.time());
        } else if (line.kind() == LogLine.LineKind.UNREADABLE) {
            unreadable.add(line.text());
        }
        return this;
    }

    private void silence(Instant now) {
        if (first.equals(Instant.MAX)) {
            first = now;
        } else if (Duration.between(last, now).compareTo(longestSilence) > 0) {
            longestSilence = Duration.between(last, now);
            silentFrom = last;
        }
        last = now;
    }

    private void minute(Instant now) {
        Instant m = now.truncatedTo(ChronoUnit.MINUTES);
        inMinute = m.equals(minute) ? inMinute + 1 : 1;
        minute = m;
        if (inMinute > inBusiest) {
            inBusiest = inMinute;
            busiest = m;
        }
    }

    /** Messages that differ in numbers only are the same. */
    private static String inGeneral(String text) {
        String general = FileNames.printable(text).replaceAll("\\d+", "#");
        return general.substring(0, Math.min(general.length(), LONGEST_TEXT));
    }

    private long count(LogLine.LineKind kind) {
        return kinds.getOrDefault(kind, 0L);
    }

    private long entries() {
        return count(LogLine.LineKind.ENTRY) + count(LogLine.LineKind.LATE_ENTRY);
    }

    /** The levels, the times, and the {@code top} most frequent complaints. */
    Seq<String> lines(int top) {
        if (entries() == 0) {
            return List.empty();
        }
        return List.ofAll(levels.entrySet())
                .map(level -> String.format(
                        "%8d  %s", level.getValue(), level.getKey().isEmpty() ? "no level" : level.getKey()))
                .append("from " + first + " to " + last)
                .append("busiest minute: " + busiest + ", " + inBusiest + " entries")
                .append("longest silence: " + longestSilence.toMillis() + " ms"
                        + (silentFrom.equals(Instant.MAX) ? "" : ", from " + silentFrom))
                .appendAll(List.ofAll(complaints.entrySet())
                        .map(c -> new Tuple2<>(c.getKey(), c.getValue()))
                        .sorted(Comparator.<Tuple2<String, Long>, Long>comparing(Tuple2::_2)
                                .reversed()
                                .thenComparing(Tuple2::_1))
                        .take(top)
                        .map(c -> String.format("%8d  %s", c._2, c._1)));
    }

    String summary() {
        return files + " files, " + entries() + " entries, " + count(LogLine.LineKind.LATE_ENTRY) + " out of order, "
                + count(LogLine.LineKind.WITHOUT_TIME) + " lines without a time, " + count(LogLine.LineKind.NOT_TEXT)
                + " not UTF-8, " + unreadable.size() + " unreadable";
    }

    Seq<String> unreadable() {
        return List.ofAll(unreadable).sorted();
    }

    boolean sameAs(Statistics other) {
        return summary().equals(other.summary())
                && lines(Integer.MAX_VALUE).equals(other.lines(Integer.MAX_VALUE))
                && unreadable().equals(other.unreadable());
    }
}
