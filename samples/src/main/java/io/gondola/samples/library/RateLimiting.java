package io.gondola.samples.library;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.time.RateLimiter;
import io.gondola.time.Time;

/**
 * Requests at a steady rate after a burst of three: Go by Example, rate limiting, with {@code golang.org/x/time/rate}.
 */
final class RateLimiting {
    private static final int PER_SECOND = 50;
    private static final int BURST = 3;

    private RateLimiting() {}

    static Go<Unit> program() {
        RateLimiter limiter = new RateLimiter(PER_SECOND, BURST);
        return Time.now()
                .flatMap(start -> forRange(
                        1,
                        6,
                        request -> limiter.await()
                                .then(Time.since(start))
                                .flatMap(elapsed -> println("request", request, "after", elapsed))));
    }

    static Sample sample() {
        return Sample.named("rate-limiting")
                .in(Group.LIBRARY)
                .summary("five requests: three at once, then one every 20 ms")
                .printsOnThreads(Expected.matching(
                        "request 1 after .*",
                        "request 2 after .*",
                        "request 3 after .*",
                        "request 4 after .*",
                        "request 5 after .*"))
                .printsOnSeeds(Expected.lines(
                        "request 1 after 0s",
                        "request 2 after 0s",
                        "request 3 after 0s",
                        "request 4 after 20ms",
                        "request 5 after 40ms"))
                .runs(() -> program());
    }
}
