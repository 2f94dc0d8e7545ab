package io.gondola.samples;

import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.vavr.collection.Seq;
import io.vavr.control.Either;
import java.io.PrintStream;
import java.nio.file.Path;

/** Runs samples, each on a runtime of its own. */
final class Runner {
    private final Setup setup;
    private final Path input;
    private final PrintStream out;
    private final PrintStream errors;

    Runner(Setup setup, Path input, PrintStream out, PrintStream errors) {
        this.setup = setup;
        this.input = input;
        this.out = out;
        this.errors = errors;
    }

    /**
     * Runs {@code sample} to its end.
     *
     * @throws UsageError if the sample cannot make sense of its arguments
     */
    Run run(Sample sample, Seq<String> arguments) {
        Transcript transcript = new Transcript(out);
        Either<Throwable, Integer> result;
        try (GoRuntime runtime = setup.open(sample, transcript.stream())) {
            result = result(runtime, sample.program(new Stage(runtime, arguments, input, errors)));
        }
        return new Run(transcript.lines(), result.swap().toOption(), result.getOrElse(2));
    }

    private static Either<Throwable, Integer> result(GoRuntime runtime, Go<Integer> program) {
        try {
            return Either.right(runtime.run(program));
        } catch (Panic | FatalError e) {
            return Either.left(e);
        }
    }
}
