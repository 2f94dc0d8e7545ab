package io.gondola.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Builds the Go program, where Go is installed. */
final class GoToolchain {
    private GoToolchain() {}

    /** Returns the program, built from {@code sources} into the folder {@code target}. */
    static Path build(Path sources, Path target) throws PeerFailure, InterruptedException {
        return build("go", sources, target);
    }

    /** With the command {@code go} under another name. */
    static Path build(String go, Path sources, Path target) throws PeerFailure, InterruptedException {
        if (!Files.exists(sources.resolve("go.mod"))) {
            throw new PeerFailure("no Go program in " + sources);
        }
        Path program = target.resolve("gondola-bench-go").toAbsolutePath();
        Process process;
        try {
            Files.createDirectories(target);
            process = new ProcessBuilder(go, "build", "-o", program.toString(), ".")
                    .directory(sources.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new PeerFailure("Go is not installed: no command " + go + " on the path", e);
        }
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new PeerFailure("go build failed: " + output.strip());
            }
        } catch (IOException e) {
            throw new PeerFailure("go build failed: " + e.getMessage(), e);
        }
        return program;
    }
}
