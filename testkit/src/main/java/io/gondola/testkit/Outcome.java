package io.gondola.testkit;

import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one run ended, and what it printed.
 *
 * @param value what the program yielded, if it did
 * @param failure the panic or fatal error that ended it; null if it yielded
 * @param lines what it printed
 */
record Outcome(@Nullable Object value, @Nullable Throwable failure, List<String> lines) {
    /** Runs {@code program} on the deterministic runtime. */
    static Outcome of(Go<?> program, long seed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Object value = null;
        Throwable failure = null;
        try (GoRuntime runtime = GoRuntime.deterministic(seed, out)) {
            value = runtime.run(program);
        } catch (Panic | FatalError e) {
            failure = e;
        }
        return new Outcome(
                value, failure, bytes.toString(StandardCharsets.UTF_8).lines().toList());
    }

    /** The ending in words, for messages. */
    String description() {
        if (failure instanceof Panic panic) {
            return panic.report();
        }
        return failure instanceof FatalError fatal ? fatal.report() : "yielded " + value;
    }
}
