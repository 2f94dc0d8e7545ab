package io.gondola.context;

import io.gondola.dsl.engine.Durations;
import io.gondola.dsl.engine.Nanos;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Times that stop at the last one instead of overflowing. */
final class Deadlines {
    private Deadlines() {}

    /**
     * As Go writes a time in UTC, and the duration until then: {@code 2030-01-01 00:00:01.5 +0000 UTC [1h0m1.5s]}. The
     * duration stops at Go's longest and shortest.
     *
     * @go time/format.go, {@code Time.String}
     */
    static String text(Instant at, Instant now) {
        String iso = at.toString(); // with three, six or nine digits after the point, if any
        String time = iso.replace('T', ' ').replaceFirst("(\\.\\d*?)0*Z", "$1Z").replace("Z", "");
        return time + " +0000 UTC [" + Durations.text(Nanos.of(Duration.between(now, at))) + "]";
    }

    static Instant after(Instant now, Duration d) {
        try {
            return now.plus(d);
        } catch (DateTimeException | ArithmeticException e) {
            return d.isNegative() ? Instant.MIN : Instant.MAX;
        }
    }
}
