package io.gondola.samples;

import io.gondola.commands.UsageError;
import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.vavr.collection.Seq;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.spi.ToolProvider;

/** Runs samples, each on a runtime of its own. */
final class Runner {
    private final Setup setup;
    private final Path input;
    private final Option<Path> trace;
    private final PrintStream out;
    private final PrintStream errors;

    Runner(Setup setup, Path input, Option<Path> trace, PrintStream out, PrintStream errors) {
        this.setup = setup;
        this.input = input;
        this.trace = trace;
        this.out = out;
        this.errors = errors;
    }

    /**
     * Runs {@code sample} to its end.
     *
     * @throws UsageError if the sample cannot make sense of its arguments, or the trace cannot be written
     */
    Run run(Sample sample, Seq<String> arguments) {
        Transcript transcript = new Transcript(out);
        Either<Throwable, Integer> result;
        try (GoRuntime runtime = setup.open(sample, transcript.stream())) {
            trace.forEach(file -> startTrace(runtime, file));
            result = result(runtime, sample.program(new Stage(runtime, arguments, input, errors)));
        }
        return new Run(transcript.lines(), result.swap().toOption(), result.getOrElse(2));
    }

    /**
     * Runs {@code sample} while {@code view} shows what its goroutines do, to the end of either. What the sample prints
     * appears after that.
     *
     * @throws UsageError as {@link #run}
     */
    Run watch(Sample sample, Seq<String> arguments, ToolProvider view) {
        Transcript transcript = new Transcript(new PrintStream(OutputStream.nullOutputStream()));
        GoRuntime runtime = setup.openToView(sample, transcript.stream());
        Either<Throwable, Integer> result;
        try {
            trace.forEach(file -> startTrace(runtime, file));
            Go<Integer> program = sample.program(new Stage(runtime, arguments, input, errors));
            CompletableFuture<Integer> end = runtime.start(program);
            CompletableFuture<Void> closed = end.handle((code, failure) -> {
                runtime.close(); // so that the view ends
                return null;
            });
            int shown = view.run(out, errors, "--every", "1", "--until-closed", "here");
            boolean quit = end.cancel(true);
            closed.join();
            result = quit ? Either.right(shown) : resultOf(end);
        } finally {
            runtime.close();
        }
        transcript.lines().forEach(out::println);
        return new Run(transcript.lines(), result.swap().toOption(), result.getOrElse(2));
    }

    private static Either<Throwable, Integer> resultOf(CompletableFuture<Integer> end) {
        try {
            return Either.right(end.join());
        } catch (CompletionException e) {
            return Either.left(e.getCause());
        }
    }

    /** The end of the runtime completes it. */
    private static void startTrace(GoRuntime runtime, Path file) {
        try {
            runtime.trace(file);
        } catch (UncheckedIOException e) {
            throw new UsageError("--trace cannot be written: " + file);
        }
    }

    private static Either<Throwable, Integer> result(GoRuntime runtime, Go<Integer> program) {
        try {
            return Either.right(runtime.run(program));
        } catch (Panic | FatalError e) {
            return Either.left(e);
        }
    }
}
