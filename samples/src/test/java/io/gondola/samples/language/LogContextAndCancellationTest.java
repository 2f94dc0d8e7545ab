package io.gondola.samples.language;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.interop.LogContext;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.logging.log4j.ThreadContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A goroutine with a log context whose waits are given up by another one, which replaces what it goes on with. */
class LogContextAndCancellationTest {
    private static final Go<String> SLOW = Channel.<String>unbuffered().receive();
    private static final Go<String> ENTRY = call(() -> Objects.requireNonNullElse(ThreadContext.get("id"), "none"));

    static Stream<Supplier<GoRuntime>> runtimes() {
        return Stream.of(
                () -> GoRuntime.deterministic(1),
                () -> GoRuntime.deterministic(2),
                () -> GoRuntime.builder().maxProcs(1).build(),
                () -> GoRuntime.builder().maxProcs(4).build());
    }

    private static String run(Supplier<GoRuntime> runtime, Go<String> program) {
        try (GoRuntime rt = runtime.get()) {
            return rt.run(program);
        }
    }

    private static Go<String> givenUp(Go<?> body, Go<String> then) {
        return Context.background()
                .withTimeout(Duration.ofMillis(1))
                .flatMap(ctx -> ctx.run(body).then(then));
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void entryStaysWhenAWaitInsideIsGivenUp(Supplier<GoRuntime> runtime) {
        Go<Seq<String>> found =
                zip(givenUp(SLOW, ENTRY), sleep(Duration.ofNanos(1)).then(ENTRY), List::of);

        assertThat(run(runtime, LogContext.with("id", "7", found).map(s -> s.mkString(" "))))
                .isEqualTo("7 7");
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void entryEndsWithTheBodyThatIsLeft(Supplier<GoRuntime> runtime) {
        Go<String> program = givenUp(
                LogContext.with("id", "7", SLOW), sleep(Duration.ofNanos(1)).then(ENTRY));

        assertThat(run(runtime, program)).isEqualTo("none");
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void scopesOfBothKindsNestInAnyOrder(Supplier<GoRuntime> runtime) {
        Go<String> innermost = givenUp(LogContext.with("id", "9", givenUp(SLOW, SLOW)), ENTRY);
        Go<String> program = givenUp(sleep(Duration.ofNanos(1)), LogContext.with("id", "8", innermost));

        assertThat(run(runtime, program)).isEqualTo("8");
    }
}
