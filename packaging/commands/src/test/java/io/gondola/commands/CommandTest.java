package io.gondola.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.List;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class CommandTest {
    private static final Command COMMAND = command().words();

    private static Command command() {
        return Command.named("dig", "dig [OPTION...] [FOLDER...]")
                .does("Digs.")
                .flag("--quiet", "says nothing, 100 % of the time")
                .option("--workers", "N", "so many dig; " + "as many as there are processors by default ".repeat(5))
                .option("--seed", "N", "of what is drawn")
                .notes("It digs deep.");
    }

    private static Given read(String... args) {
        return COMMAND.read(args);
    }

    private static void assertRefused(String message, String... args) {
        assertThatThrownBy(() -> read(args)).isInstanceOf(UsageError.class).hasMessage(message);
    }

    @Test
    void optionsStandAnywhere() {
        Given given = read("here", "--workers", "3", "there", "--quiet");

        assertThat(given.count("--workers", 64)).containsExactly(3);
        assertThat(given.has("--quiet")).isTrue();
        assertThat(given.words()).containsExactly("here", "there");
    }

    @Test
    void aValueMayFollowAnEqualsSign() {
        assertThat(read("--seed=-4").number("--seed", -9, 9)).containsExactly(-4L);
        assertThat(read("--seed", "-4").number("--seed", -9, 9)).containsExactly(-4L);
        assertThat(read("--seed=a=b").value("--seed")).containsExactly("a=b");
    }

    @Test
    void anEmptyValueIsAValue() {
        assertThat(read("--seed", "").value("--seed")).containsExactly("");
        assertThat(read("--seed=").value("--seed")).containsExactly("");
    }

    @Test
    void nothingIsAnOptionBehindTwoDashes() {
        assertThat(read("--", "--quiet", "--none").words()).containsExactly("--quiet", "--none");
        assertThat(read("--quiet", "--", "--none").words()).containsExactly("--none");
    }

    @Test
    void aSingleDashIsNoOption() {
        assertThat(read("-").words()).containsExactly("-");
    }

    @Test
    void neitherFilesNorVariablesAreExpanded() {
        assertThat(read("@file", "${user.home}").words()).containsExactly("@file", "${user.home}");
    }

    @Test
    void optionsThatAreNotGivenAreAbsentThoughTheyWereBefore() {
        Given before = read("--quiet", "--workers", "3", "word");
        Given given = read();

        assertThat(before.has("--quiet")).isTrue();
        assertThat(given.has("--quiet")).isFalse();
        assertThat(given.has("--workers")).isFalse();
        assertThat(given.count("--workers", 64)).isEmpty();
        assertThat(given.words()).isEmpty();
    }

    @Test
    void unknownOptionsAreNamedAndTheNearestSuggested() {
        assertRefused("unknown option: --wokers, did you mean --workers?", "--wokers", "3");
        assertRefused("unknown option: --wokers=3, did you mean --workers?", "--wokers=3");
        assertRefused("unknown option: --frobnicate", "--frobnicate");
        assertRefused("unknown option: -q", "-q");
        assertRefused("unknown option: -q", "word", "-q");
        assertRefused("unknown option: --work, did you mean --workers?", "--work", "3"); // no abbreviations
    }

    @Test
    void mistakesNameOptionRuleAndValue() {
        assertRefused("--workers needs a value", "--workers");
        assertRefused("--workers needs a value", "--workers", "--quiet");
        assertRefused("--quiet takes no value: --quiet=yes", "--quiet=yes");
        assertRefused("--workers must be given once only: 4", "--workers", "3", "--workers", "4");
        assertRefused("--workers must be given once only: 4", "--workers=3", "--workers=4");
        assertRefused("--quiet must be given once only", "--quiet", "--quiet");
    }

    @Test
    void numbersAreChecked() {
        for (String bad : List.of("0", "-1", "many", "", "1.5", "65", "99999999999")) {
            assertThatThrownBy(() -> read("--workers", bad).count("--workers", 64))
                    .isInstanceOf(UsageError.class)
                    .hasMessage("--workers must be a whole number from 1 to 64: " + bad);
        }
        assertThatThrownBy(() -> read("--seed", "x").number("--seed", Long.MIN_VALUE, Long.MAX_VALUE))
                .isInstanceOf(UsageError.class)
                .hasMessage("--seed must be a whole number: x");
    }

    @Test
    void wordsAreRefusedWhereNoneAreTaken() {
        assertThatThrownBy(() -> command().read("--quiet", "there"))
                .isInstanceOf(UsageError.class)
                .hasMessage("unexpected word: there");
    }

    @Test
    void unknownOptionsBehindTheFirstWordMayBePassedOn() {
        Command passingOn = command().passingOn();
        Given given = passingOn.read("digest", "--verify", "--seed", "7", "folder", "--x=1");

        assertThat(given.words()).containsExactly("digest", "--verify", "folder", "--x=1");
        assertThat(given.number("--seed", 1, 9)).containsExactly(7L);
        assertThatThrownBy(() -> passingOn.read("--sed", "1", "digest"))
                .isInstanceOf(UsageError.class)
                .hasMessage("unknown option: --sed, did you mean --seed?");
    }

    @Test
    void helpShowsAllInOrderWithinTheWidthOfATerminal() {
        String help = COMMAND.help(Ansi.OFF);

        assertThat(help)
                .startsWith("Usage: dig [OPTION...] [FOLDER...]")
                .containsSubsequence(
                        "Digs.", "--quiet", "100 % of", "--workers=N", "--seed=N", "--help", "It digs deep.")
                .doesNotContain("\u001b", "WORD");
        assertThat(help.lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void helpIsColouredOnATerminal() {
        assertThat(COMMAND.help(Ansi.ON)).contains("\u001b[").contains("--workers");
    }

    @Test
    void aMistakeIsToldInTwoLinesAndIsCodeTwo() {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();

        int code = COMMAND.refuse(new PrintStream(errors, true, StandardCharsets.UTF_8), new UsageError("wrong: 1"));

        assertThat(code).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8).lines()).containsExactly("dig: wrong: 1", "Try --help.");
    }
}
