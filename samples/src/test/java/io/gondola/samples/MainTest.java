package io.gondola.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void theListNamesEverySampleOnce() {
        int code = run();

        assertThat(code).isZero();
        assertThat(out().lines().filter(line -> line.matches("  [a-z].*")))
                .hasSize(Catalog.samples().size());
        assertThat(out()).contains("Classic programs", "  prime-sieve", "the first ten primes", "arguments: [FOLDER]");
    }

    @Test
    void helpExplainsTheOptions() {
        int code = run("--help");

        assertThat(code).isZero();
        assertThat(out()).contains("--procs=N", "--seed=N", "--trace=FILE", "--input=FOLDER", "run NAME", "Exit code");
        assertThat(out().lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void aSampleRunsByItsName() {
        int code = run("prime-sieve", "--procs", "2");

        assertThat(code).isZero();
        assertThat(out().lines()).startsWith("2", "3", "5").hasSize(10);
        assertThat(errors()).isEmpty();
    }

    @Test
    void aRunCanBeTraced(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("trace.json");

        int code = run("ping-pong", "--procs", "2", "--trace", file.toString());

        assertThat(code).isZero();
        assertThat(file).content().startsWith("{\"displayTimeUnit\"").contains("\"name\":\"P0\"", "\"name\":\"g1\"");
    }

    @Test
    void aSampleRunsWithALiveView() {
        assumeTrue(ToolProvider.findFirst("gondola-top").isPresent(), "needs gondola-top");

        int code = run("top", "prime-sieve", "--procs", "2");

        assertThat(code).isZero();
        assertThat(out().lines()).containsSubsequence("2", "3", "5");
    }

    @Test
    void topIsForRealThreads() {
        assertThat(run("top", "prime-sieve", "--seed", "1")).isEqualTo(2);
        assertThat(errors())
                .startsWith("gondola-samples: --seed must not be given for top, which looks at real threads: 1");
    }

    @Test
    void aTraceThatCannotBeWrittenIsAMistakeOnTheCommandLine(@TempDir Path folder) {
        int code = run("ping-pong", "--trace", folder.toString());

        assertThat(code).isEqualTo(2);
        assertThat(errors()).startsWith("gondola-samples: --trace cannot be written: " + folder);
    }

    @Test
    void aSeedMakesRunsEqual() {
        run("chars-and-digits", "--seed", "42");
        String first = out();
        out.reset();

        run("run", "chars-and-digits", "--seed", "42");

        assertThat(out()).isEqualTo(first).contains("main execution stopped");
    }

    @Test
    void aPanicIsReportedAsGoDoes() {
        int code = run("quiz-panic", "--seed", "1");

        assertThat(code).isEqualTo(2);
        assertThat(errors()).startsWith("panic: the faulty goroutine gives up").contains("goroutine ");
        assertThat(out()).doesNotContain("never printed");
    }

    @Test
    void aDeadlockIsReportedAsGoDoes() {
        int code = run("ping-pong-deadlock", "--seed", "1");

        assertThat(code).isEqualTo(2);
        assertThat(errors())
                .startsWith("fatal error: all goroutines are asleep - deadlock!")
                .contains("goroutine 1 [chan receive]");
    }

    @Test
    void unknownNamesAreAnsweredWithTheNearest() {
        int code = run("fanin");

        assertThat(code).isEqualTo(2);
        assertThat(errors()).contains("there is no sample of this name: fanin, did you mean fan-in?");
        assertThat(out()).isEmpty();
    }

    @Test
    void badOptionsAreMistakes() {
        int code = run("all", "--procs", "0");

        assertThat(code).isEqualTo(2);
        assertThat(errors())
                .isEqualTo(lines(
                        "gondola-samples: --procs must be a whole number from 1 to 1024: 0", //
                        "Try --help."));
    }

    @Test
    void samplesWithoutArgumentsRefuseThem() {
        int code = run("fan-in", "--loud");

        assertThat(code).isEqualTo(2);
        assertThat(errors()).contains("fan-in takes no arguments: --loud");
    }

    @Test
    void aSeedIsRefusedByASampleThatNeedsThreads() {
        int code = run("story-stealing", "--seed", "3");

        assertThat(code).isEqualTo(2);
        assertThat(errors()).contains("--seed must not be given for story-stealing: 3");
    }

    @Test
    void aSampleThatInsistsOnItsProcessorsSaysSo() {
        int code = run("greet-green-threads", "--procs", "4");

        assertThat(code).isZero();
        assertThat(errors()).contains("greet-green-threads always runs on maxProcs 1", "--procs is ignored: 4");
    }

    private int run(String... args) {
        return new Main(print(out), print(errors)).run(args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String lines(String... lines) {
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }
}
