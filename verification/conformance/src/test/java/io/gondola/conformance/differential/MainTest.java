package io.gondola.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private int run(String... args) throws Exception {
        return Main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                args);
    }

    @Test
    void comparesWithTheModelAloneIfGoIsNotToRun() throws Exception {
        assertThat(run("--programs", "20", "--go-runs", "0", "--schedules", "10"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Gondola is compared with the model alone", "programs that differ: 0");
    }

    @Test
    void showsAProgramInGoWithItsOutcomes() throws Exception {
        assertThat(run("--seed", "3", "--show")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("package main", "// seed 3", "func p0() {", "// allowed outcomes:");
    }

    @Test
    void helpFitsATerminalAndWinsOverMistakes() throws Exception {
        assertThat(run("--programs", "0", "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("--max-states=N", "Without a go command")
                .satisfies(help -> assertThat(help.lines()).allMatch(line -> line.length() <= 120));
    }

    @Test
    void refusesAnUnknownOptionAndAWrongNumber() throws Exception {
        assertThat(run("--what")).isEqualTo(2);
        assertThat(run("--programs", "0")).isEqualTo(2);
        assertThat(run("--programs", "many")).isEqualTo(2);
        assertThat(run("--seed")).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains(
                        "unknown option: --what",
                        "--programs must be a whole number from 1 to 2147483647: 0",
                        "--programs must be a whole number from 1 to 2147483647: many",
                        "--seed needs a value",
                        "Try --help.");
    }
}
