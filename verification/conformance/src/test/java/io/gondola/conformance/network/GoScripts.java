package io.gondola.conformance.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Random scripts that a program in Go runs, and we do: each must have the same outcomes. */
final class GoScripts {
    private static final int ATTEMPTS = 3;

    private final Path source;
    private final Path directory;

    /** Runs scripts, each by itself. */
    interface Ours {
        List<String> run(List<String> scripts);
    }

    /** Whether the outcomes of a script are the same. */
    interface Same {
        boolean isSame(String script, String go, String ours);
    }

    GoScripts(String program, Path directory) {
        assumeTrue(hasGo(), "needs Go on the path");
        this.source = Path.of("src/test/go", program);
        this.directory = directory;
    }

    private static boolean hasGo() {
        try {
            Process p = new ProcessBuilder("go", "version")
                    .redirectErrorStream(true)
                    .start();
            return p.waitFor(20, TimeUnit.SECONDS) && p.exitValue() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    /** Runs {@code n} scripts, and yields those that ended in two ways, each with its two outcomes. */
    Map<String, String> differences(int n, long seed, Function<Random, String> script, Ours ours, Same same)
            throws IOException, InterruptedException {
        System.out.println("scripts: n=" + n + ", -Dgondola.seed=" + seed);
        Random random = new Random(seed);
        List<String> scripts =
                IntStream.range(0, n).mapToObj(i -> script.apply(random)).toList();
        Map<String, String> differences = differences(scripts, ours, same);
        // What only a late packet explains does not come again.
        for (int attempt = 0; attempt < ATTEMPTS && !differences.isEmpty(); attempt++) {
            List<String> again = List.copyOf(differences.keySet());
            differences.keySet().retainAll(differences(again, ours, same).keySet());
        }
        return differences;
    }

    private Map<String, String> differences(List<String> scripts, Ours ours, Same same)
            throws IOException, InterruptedException {
        List<String> go = go(scripts);
        List<String> own = ours.run(scripts);
        Map<String, String> differences = new LinkedHashMap<>();
        for (int i = 0; i < scripts.size(); i++) {
            if (!same.isSame(scripts.get(i), go.get(i), own.get(i))) {
                differences.put(scripts.get(i), "\n  go:   " + go.get(i) + "\n  ours: " + own.get(i) + "\n");
            }
        }
        return differences;
    }

    private List<String> go(List<String> scripts) throws IOException, InterruptedException {
        Path program = directory.resolve("scripts");
        if (!Files.exists(program)) {
            Process build = new ProcessBuilder("go", "build", "-o", program.toString(), source.toString())
                    .inheritIO()
                    .start();
            assertThat(build.waitFor()).as("go build").isZero();
        }
        Path in = Files.write(directory.resolve("in"), scripts);
        Path out = directory.resolve("out");
        Process p = new ProcessBuilder(program.toString())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(p.waitFor()).isZero();
        return Files.readAllLines(out);
    }
}
