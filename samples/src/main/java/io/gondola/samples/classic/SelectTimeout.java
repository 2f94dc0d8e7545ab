package io.gondola.samples.classic;

import static io.gondola.dsl.Go.*;
import static io.gondola.select.Select.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Sample;
import java.time.Duration;

/**
 * Nobody waits for ever: {@code case <-time.After(d)} as one more case of a select. Go by Example, timeouts.
 *
 * <p>The answers are buffered, so that a goroutine whose answer comes too late does not hang.
 */
final class SelectTimeout {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(2);

    private SelectTimeout() {}

    static Go<Unit> program() {
        return ask("first", LONG, SHORT).then(ask("second", SHORT, LONG));
    }

    private static Go<Unit> ask(String question, Duration thinking, Duration patience) {
        return suspend(() -> {
            Channel<String> answers = Channel.buffered(1);
            return go(sleep(thinking).then(answers.send("answered")))
                    .then(select(
                            onReceive(answers, answer -> println(question + ":", answer)),
                            onTimeout(patience, println(question + ": timeout"))));
        });
    }

    static Sample sample() {
        return Sample.named("select-timeout")
                .summary("one answer comes in time, the other does not")
                .prints("first: timeout", "second: answered")
                .runs(() -> program());
    }
}
