package io.gondola.conformance.scripts;

import static io.gondola.conformance.scripts.Script.seconds;
import static io.gondola.conformance.scripts.Script.text;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.pure;

import io.gondola.dsl.Go;
import io.gondola.time.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A limiter. Times are told in microseconds: Go's arithmetic is in floating point.
 *
 * <p>A reservation is not cancelled after others were cancelled or the rate has changed: Go may then give back more
 * tokens than were reserved. The rate is not zero: Go promises for never what a rate of zero does not bring. See rows
 * 5.6-7 and 5.6-8.
 */
final class Limiters implements Interpreter {
    private static final double[] LIMITS = {0, 0.5, 1, 2, 4, 10, Double.POSITIVE_INFINITY};
    private static final Duration BETWEEN = Duration.ofNanos(500_000);
    private static final int MICRO = 1_000;

    /** Tokens are told in the parts that flow in within a millisecond. */
    private static final int TOKENS = 2_000;

    private final Journal journal;
    private final Journal.Line main;
    private final Cancelled all = new Cancelled();
    private final List<RateLimiter.Reservation> reservations = new ArrayList<>();
    private RateLimiter limiter = new RateLimiter(1, 1);

    Limiters(Journal journal, Journal.Line main) {
        this.journal = journal;
        this.main = main;
    }

    @Override
    public Go<?> end() {
        return all.cancel();
    }

    private static long micros(Duration d) {
        return Journal.rounded(d.toNanos(), MICRO);
    }

    @Override
    public Go<?> perform(Operation op) {
        return switch (op.letter()) {
            case 'N' ->
                Go.run(() -> {
                    limiter = new RateLimiter(LIMITS[op.arg(0)], op.arg(1));
                    reservations.clear();
                });
            case 'a' -> limiter.allow(op.arg(0)).flatMap(ok -> main.add("" + ok));
            case 'w' -> {
                Journal.Line log = journal.open("w" + op.index());
                RateLimiter waited = limiter;
                yield go(all.within(
                                op.arg(1) == 0 ? null : seconds(op.arg(1)).plus(BETWEEN),
                                ctx -> waited.await(ctx, op.arg(0)))
                        .flatMap(t -> log.add(text(t))));
            }
            case 's' ->
                limiter.reserve(op.arg(0))
                        .peek(reservations::add)
                        .flatMap(r -> r.delay().flatMap(d -> main.add("ok " + r.isOk() + ", " + micros(d))));
            case 'c', 'd' ->
                reservations.isEmpty() ? pure(null) : of(op, reservations.get(op.arg(0) % reservations.size()));
            case 't' -> limiter.tokens().flatMap(n -> main.add("" + Math.round(n * TOKENS)));
            case 'l' -> limiter.setLimit(LIMITS[op.arg(0)]).then(Go.run(reservations::clear));
            case 'b' -> limiter.setBurst(op.arg(0));
            default -> throw new IllegalArgumentException(op.toString());
        };
    }

    private Go<?> of(Operation op, RateLimiter.Reservation r) {
        return op.letter() == 'c'
                ? r.cancel().then(Go.run(reservations::clear))
                : r.delay().flatMap(d -> main.add("" + micros(d)));
    }
}
