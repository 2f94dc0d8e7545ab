package io.gondola.samples.files;

import io.gondola.dsl.GoRuntime;
import io.gondola.samples.Sample;
import io.gondola.samples.Stage;
import io.vavr.collection.List;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs a program on two processors and remembers what it wrote. */
public final class Rehearsal {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    public int run(Sample.Script script, Path input, String... arguments) {
        try (GoRuntime runtime =
                GoRuntime.builder().maxProcs(2).output(print(out)).build()) {
            return runtime.run(script.on(new Stage(runtime, List.of(arguments), input, print(errors))));
        }
    }

    public java.util.List<String> lines() {
        return linesOf(out);
    }

    public java.util.List<String> errors() {
        return linesOf(errors);
    }

    private static java.util.List<String> linesOf(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
