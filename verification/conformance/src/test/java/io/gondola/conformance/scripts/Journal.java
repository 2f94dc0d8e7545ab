package io.gondola.conformance.scripts;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** What main and each goroutine saw, and when: nanoseconds since the start. */
final class Journal {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final Instant start;
    private final int unit;
    private final Go<Unit> settled;
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    Journal(Instant start, int unit, Go<Unit> settled) {
        this.start = start;
        this.unit = unit;
        this.settled = settled;
    }

    /** Lets the other goroutines go on until all wait. */
    Go<Unit> settled() {
        return settled;
    }

    Instant start() {
        return start;
    }

    /** As Go's {@code Sub}, not more than the longest duration. */
    long sinceStart(Instant at) {
        Duration since = Duration.between(start, at);
        return since.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : since.toNanos();
    }

    static long rounded(long nanos, int unit) {
        return nanos == Long.MAX_VALUE ? nanos / unit : Math.floorDiv(nanos + unit / 2, unit);
    }

    Line open(String name) {
        Line line = new Line(name);
        lines.add(line);
        return line;
    }

    @Override
    public String toString() {
        return lines.stream().map(Line::toString).collect(Collectors.joining(" | "));
    }

    /** What one goroutine saw. */
    final class Line {
        private final String name;
        private final List<String> entries = new ArrayList<>();

        private Line(String name) {
            this.name = name;
        }

        Go<Unit> add(String text) {
            return Time.now()
                    .flatMap(now ->
                            Go.run(() -> entries.add(unit == 0 ? text : text + "@" + rounded(sinceStart(now), unit))));
        }

        @Override
        public String toString() {
            return name + ": " + String.join("; ", entries);
        }
    }
}
