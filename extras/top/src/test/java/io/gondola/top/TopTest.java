package io.gondola.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.GoRuntime;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command against a process of its own. */
class TopTest {
    private static final String SOURCE = """
            import io.gondola.dsl.Go;
            import java.time.Duration;

            public class Sleepers {
                public static void main(String[] words) {
                    Go.main(Go.forRange(0, 3, i -> Go.go(Go.sleep(Duration.ofHours(1))))
                            .then(Go.println("ready"))
                            .then(Go.sleep(Duration.ofHours(1))));
                }
            }
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int top(String... words) {
        return Top.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                words);
    }

    private static String classPath() {
        return Stream.of("jdk.module.path", "java.class.path")
                .map(System::getProperty)
                .filter(p -> p != null && !p.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Process start() throws IOException {
        Path source = Files.writeString(folder.resolve("Sleepers.java"), SOURCE);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dgondola.jmx=1",
                        "-cp",
                        classPath(),
                        source.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            text.append(line).append('\n');
            if (line.equals("ready")) {
                return process;
            }
        }
        throw new AssertionError("it has ended: " + text);
    }

    @Test
    void processIsLookedAtByItsNumber() throws IOException {
        Process process = start();
        try {
            assertThat(top("--once", String.valueOf(process.pid()))).isZero();

            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("gondola top: process " + process.pid())
                    .contains("goroutines  4: ")
                    .contains("sleep ")
                    .contains("Sleepers.main");
        } finally {
            process.destroyForcibly();
        }
    }

    /** While it is looked at. */
    @ParameterizedTest
    @ValueSource(strings = {"--plain", "--until-closed"})
    void endOfTheProcessEndsTheView(String option) throws Exception {
        Process process = start();
        AtomicInteger code = new AtomicInteger(-1);
        Thread looker =
                new Thread(() -> code.set(top(option, "--plain", "--every", "0.1", String.valueOf(process.pid()))));
        looker.start();
        while (out.size() == 0) {
            Thread.onSpinWait();
        }
        process.destroyForcibly();
        looker.join();

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("process " + process.pid() + " has ended.");
        assertThat(code).hasValue(0);
        assertThat(err.size()).isZero();
    }

    @Test
    void toolShowsTheProcessThatItRunsInUntilItsLastRuntimeIsClosed() {
        ToolProvider tool = ToolProvider.findFirst("gondola-top").orElseThrow();
        GoRuntime rt = GoRuntime.builder().maxProcs(1).jmx(true).build();
        Thread closer = new Thread(() -> {
            while (out.size() == 0) {
                Thread.onSpinWait();
            }
            rt.close();
        });
        closer.start();

        int code = tool.run(new PrintStream(out, true, StandardCharsets.UTF_8), System.err, "--until-closed", "here");

        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("gondola top: this process", "processors 1")
                .as("where no terminal is")
                .doesNotContain("\u001b");
    }

    @Test
    void unreachableProcessesAreNamed() {
        assertThat(top("--once", "localhost:1")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("gondola-top: cannot connect to localhost:1: Connection refused");
    }

    @Test
    void processThatIsNotThereIsNamed() {
        assertThat(top("999999999")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("gondola-top: cannot attach to process 999999999: ");
    }

    @Test
    void nonsenseIsNamed() {
        assertThat(top("my program")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("gondola-top: neither a PID nor HOST:PORT: my program");
    }

    @Test
    void mistakeOnTheCommandLineIsExitCodeTwo() {
        assertThat(top()).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("gondola-top: a PID or HOST:PORT is missing")
                .contains("Try --help.");
    }

    @Test
    void helpIsPrinted() {
        assertThat(top("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--every SECONDS", "Exit code: 0");
    }
}
