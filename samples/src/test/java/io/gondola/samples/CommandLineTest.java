package io.gondola.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.commands.UsageError;
import io.gondola.samples.CommandLine.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
    @Test
    void noCommandListsTheSamples() {
        assertThat(CommandLine.parse().action()).isEqualTo(Action.LIST);
        assertThat(CommandLine.parse("list").action()).isEqualTo(Action.LIST);
    }

    @Test
    void theWordRunMayBeLeftOut() {
        CommandLine spelledOut = CommandLine.parse("run", "digest", "folder", "--verify");
        CommandLine brief = CommandLine.parse("digest", "folder", "--verify");

        assertThat(brief).isEqualTo(spelledOut);
        assertThat(brief.action()).isEqualTo(Action.RUN);
        assertThat(brief.name()).isEqualTo("digest");
        assertThat(brief.arguments()).containsExactly("folder", "--verify");
    }

    @Test
    void optionsOfTheRunnerStandBeforeOrBehindTheName() {
        assertThat(CommandLine.parse("--procs", "2", "fan-in").setup()).isEqualTo(Setup.procs(2));
        assertThat(CommandLine.parse("fan-in", "--procs=2").setup()).isEqualTo(Setup.procs(2));
        assertThat(CommandLine.parse("all", "--seed", "-7").setup()).isEqualTo(Setup.seed(-7));
    }

    @Test
    void helpWinsOverEverythingElse() {
        assertThat(CommandLine.parse("all", "--help").action()).isEqualTo(Action.HELP);
        assertThat(CommandLine.parse("help").action()).isEqualTo(Action.HELP);
    }

    @Test
    void theInputIsAFolder(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Path missing = folder.resolve("missing");

        assertThat(CommandLine.parse("all", "--input", folder.toString()).input())
                .isEqualTo(folder);
        assertRefused("the input must be a folder: " + file, "all", "--input", file.toString());
        assertRefused("the input must exist: " + missing, "all", "--input", missing.toString());
        assertRefused("the input must exist: \"\"", "all", "--input", "");
    }

    @Test
    void mistakesAreExplained() {
        assertRefused("--procs must be a whole number from 1 to 1024: zero", "all", "--procs", "zero");
        assertRefused("--procs must be a whole number from 1 to 1024: 0", "all", "--procs", "0");
        assertRefused("--procs must be a whole number from 1 to 1024: 1025", "all", "--procs", "1025");
        assertRefused("--seed must be a whole number: now", "all", "--seed", "now");
        assertRefused(
                "--procs must not be given together with --seed, which runs on one thread: 2",
                "all",
                "--procs",
                "2",
                "--seed",
                "1");
        assertRefused("--trace is for one sample, not for all: out.trace", "all", "--trace", "out.trace");
        assertRefused("unknown option: --sed, did you mean --seed?", "--sed", "1", "all");
        assertRefused("run needs the name of a sample", "run");
        assertRefused("all takes no arguments: of them", "all", "of", "them");
    }

    private static void assertRefused(String message, String... words) {
        assertThatThrownBy(() -> CommandLine.parse(words))
                .isInstanceOf(UsageError.class)
                .hasMessage(message);
    }
}
