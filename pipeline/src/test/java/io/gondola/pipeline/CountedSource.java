package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import java.util.concurrent.atomic.AtomicInteger;

/** A source that counts how often it is opened, and how often closed. */
final class CountedSource {
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();

    Pipeline<Integer> numbers(int n) {
        return Pipeline.using(
                        Go.run(opened::incrementAndGet),
                        r -> Pipeline.range(0, n),
                        r -> Go.gosched().then(Go.run(closed::incrementAndGet)))
                .onEnd(Go.run(ended::incrementAndGet));
    }

    void check(String what) {
        assertThat(closed).as(what + ": closed").hasValue(opened.get());
        assertThat(ended.get()).as(what + ": ended").isBetween(0, 2);
    }
}
