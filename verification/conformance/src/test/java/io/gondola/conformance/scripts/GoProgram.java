package io.gondola.conformance.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A test binary of Go that plays scripts. */
final class GoProgram {
    private final Path source;
    private final Path directory;

    private final boolean withModules;

    /** {@code withModules} if it needs Go's modules beside the library, which are downloaded once. */
    GoProgram(String name, Path directory, boolean withModules) {
        this.source = Path.of("src/test/go", name);
        this.directory = directory;
        this.withModules = withModules;
        assumeTrue(succeeds("go", "doc", "testing/synctest.Test"), "needs Go 1.25 or later on the path");
        assumeTrue(!withModules || succeeds("go", "mod", "download"), "needs Go's modules x/sync and x/time");
    }

    private boolean succeeds(String... command) {
        try {
            Process p = new ProcessBuilder(command)
                    .directory(source.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return p.waitFor(60, TimeUnit.SECONDS) && p.exitValue() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    List<String> outcomes(List<String> scripts) throws IOException, InterruptedException {
        Path program = directory.resolve("scripts.test");
        Process build = new ProcessBuilder(
                        "go", "test", "-c", "-tags", withModules ? "x" : "", "-o", program.toString(), ".")
                .directory(source.toFile())
                .inheritIO()
                .start();
        assertThat(build.waitFor()).as("go test -c").isZero();
        Path in = Files.write(directory.resolve("in"), scripts);
        Path out = directory.resolve("out");
        ProcessBuilder run = new ProcessBuilder(program.toString(), "-test.timeout=10m").inheritIO();
        run.environment().put("SCRIPTS", in.toString());
        run.environment().put("OUTCOMES", out.toString());
        assertThat(run.start().waitFor()).as("the scripts' program").isZero();
        return Files.readAllLines(out);
    }
}
