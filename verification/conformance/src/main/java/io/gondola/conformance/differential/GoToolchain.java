package io.gondola.conformance.differential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The {@code go} command, and what it built. */
final class GoToolchain {
    private static final long BUILD_MINUTES = 5;
    private static final long RUN_SECONDS = 10;

    private final String version;

    private GoToolchain(String version) {
        this.version = version;
    }

    /** Empty if there is no {@code go} on the path. */
    static Optional<GoToolchain> find() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("go", "version")
                    .redirectErrorStream(true)
                    .start();
            String output = read(process);
            return process.waitFor() == 0 ? Optional.of(new GoToolchain(output.strip())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    String version() {
        return version;
    }

    /** Builds {@code programs} in {@code folder}. */
    Binary build(List<RandomProgram> programs, Path folder) throws IOException, InterruptedException {
        Path source = folder.resolve("programs.go");
        Path binary = folder.resolve("programs");
        Files.writeString(source, GoSource.of(programs));
        Process process = new ProcessBuilder("go", "build", "-o", binary.toString(), source.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = read(process);
        if (!process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException("go build failed: source=" + source + ", output=" + output);
        }
        return new Binary(binary, programs);
    }

    private static String read(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Some programs, built. */
    record Binary(Path path, List<RandomProgram> programs) {
        /**
         * Runs the {@code i}-th program once, in a process of its own.
         *
         * @param procs GOMAXPROCS
         * @param jitter up to how many times a goroutine yields before each statement
         */
        String run(int i, int procs, int jitter) throws IOException, InterruptedException {
            Path log = Files.createTempFile(path.getParent(), "stdout", ".txt");
            Path errors = Files.createTempFile(path.getParent(), "stderr", ".txt");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(path.toString(), Integer.toString(i), Integer.toString(jitter));
                builder.environment().put("GOMAXPROCS", Integer.toString(procs));
                Process process = builder.redirectOutput(log.toFile())
                        .redirectError(errors.toFile())
                        .start();
                // Go's runtime was seen to hang after the first line of its report of a deadlock.
                if (!process.waitFor(RUN_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
                return outcome(programs.get(i), process.exitValue(), Files.readString(log), Files.readString(errors));
            } finally {
                Files.delete(log);
                Files.delete(errors);
            }
        }

        private static String outcome(RandomProgram program, int exitCode, String log, String errors)
                throws IOException {
            int goroutines = program.goroutines().size();
            String first = errors.lines().findFirst().orElse("");
            if (first.startsWith("panic: ")) {
                return Outcome.panic(first.substring("panic: ".length()));
            }
            if (first.startsWith("fatal error: ")) {
                String text = first.substring("fatal error: ".length());
                return text.equals(Outcome.DEADLOCK) ? Outcome.deadlock(logs(log, goroutines)) : Outcome.fatal(text);
            }
            if (exitCode == 0) {
                return Outcome.ended(logs(log, goroutines));
            }
            throw new IOException("cannot read what the Go program wrote: seed=" + program.seed() + ", exit code="
                    + exitCode + ", stderr=" + errors);
        }

        private static List<List<String>> logs(String log, int goroutines) {
            List<List<String>> logs = new ArrayList<>();
            for (int g = 0; g < goroutines; g++) {
                logs.add(new ArrayList<>());
            }
            log.lines().forEach(line -> {
                int space = line.indexOf(' ');
                logs.get(Integer.parseInt(line.substring(0, space))).add(line.substring(space + 1));
            });
            return logs;
        }
    }
}
