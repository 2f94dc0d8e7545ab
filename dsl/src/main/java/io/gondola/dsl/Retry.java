package io.gondola.dsl;

import io.gondola.dsl.engine.Durations;
import io.gondola.dsl.engine.Nanos;
import java.time.Duration;

/** A program that is run again after a panic. */
final class Retry {
    private static final int JITTER_STEPS = 1 << 16;

    private Retry() {}

    static <A> Go<A> of(Go<A> program, int times, Duration firstDelay) {
        long firstNanos = Nanos.of(firstDelay);
        return Go.loop(
                0,
                Part.stepping(
                        "retry " + times + ", " + Durations.text(firstNanos),
                        tried -> program.<Loop<Integer, A>>map(Loop::done).recover(panic -> {
                            if (tried == times) {
                                throw panic;
                            }
                            return sleepAbout(doubled(firstNanos, tried)).as(Loop.next(tried + 1));
                        }),
                        program));
    }

    /** {@code nanos} doubled so many times, but no more than the longest time there is. */
    private static long doubled(long nanos, int times) {
        boolean fits = nanos == 0 || times < Long.numberOfLeadingZeros(nanos) - 1;
        return !fits ? Long.MAX_VALUE : nanos == 0 ? 0 : nanos << times;
    }

    private static Go<Unit> sleepAbout(long nanos) {
        return new RandomNumber(JITTER_STEPS).flatMap(r -> {
            long half = nanos / 2;
            return Go.sleep(Duration.ofNanos(nanos - half + (long) (half * ((double) r / JITTER_STEPS))));
        });
    }
}
