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
                            long delay = tried < Long.numberOfLeadingZeros(firstNanos) - 1
                                    ? firstNanos << tried
                                    : Long.MAX_VALUE;
                            return sleepAbout(delay).as(Loop.next(tried + 1));
                        }),
                        program));
    }

    private static Go<Unit> sleepAbout(long nanos) {
        return new RandomNumber(JITTER_STEPS).flatMap(r -> {
            long half = nanos / 2;
            return Go.sleep(Duration.ofNanos(nanos - half + (long) (half * ((double) r / JITTER_STEPS))));
        });
    }
}
