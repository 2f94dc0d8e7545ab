package io.gondola.context;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Times that stop at the last one instead of overflowing. */
final class Deadlines {
    private Deadlines() {}

    static Instant after(Instant now, Duration d) {
        try {
            return now.plus(d);
        } catch (DateTimeException | ArithmeticException e) {
            return d.isNegative() ? Instant.MIN : Instant.MAX;
        }
    }
}
