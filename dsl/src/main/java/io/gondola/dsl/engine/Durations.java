package io.gondola.dsl.engine;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;

/**
 * Durations as Go writes them: {@code 1h0m0s}, {@code 1.5s}, {@code 2µs}, {@code 0s}.
 *
 * @go time/time.go, {@code Duration.String}
 */
public final class Durations {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger MINUTE = BigInteger.valueOf(60);

    private Durations() {}

    /** The text of {@code d}, which may be longer than Go's longest. */
    public static String text(Duration d) {
        BigInteger nanos = BigInteger.valueOf(d.getSeconds()).multiply(SECOND).add(BigInteger.valueOf(d.getNano()));
        return (nanos.signum() < 0 ? "-" : "") + ofPositive(nanos.abs());
    }

    /** The text of {@code nanos} nanoseconds. */
    public static String text(long nanos) {
        return text(Duration.ofNanos(nanos));
    }

    private static String ofPositive(BigInteger nanos) {
        if (nanos.signum() == 0) {
            return "0s";
        }
        if (nanos.compareTo(SECOND) < 0) {
            long n = nanos.longValue();
            return n < MICRO ? n + "ns" : n < MILLI ? decimal(n, 3) + "µs" : decimal(n, 6) + "ms";
        }
        BigInteger[] seconds = nanos.divideAndRemainder(SECOND);
        BigInteger[] minutes = seconds[0].divideAndRemainder(MINUTE);
        BigInteger[] hours = minutes[0].divideAndRemainder(MINUTE);
        String text = decimal(minutes[1].longValue() * SECOND.longValue() + seconds[1].longValue(), 9) + "s";
        if (minutes[0].signum() == 0) {
            return text;
        }
        text = hours[1] + "m" + text;
        return hours[0].signum() == 0 ? text : hours[0] + "h" + text;
    }

    /** {@code n / 10^digits} without zeros at the end. */
    private static String decimal(long n, int digits) {
        BigDecimal value = BigDecimal.valueOf(n, digits).stripTrailingZeros();
        return value.toPlainString();
    }
}
