package io.gondola.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final Options.Reader READER = Options.flags("--quiet").withValue("--workers", "--seed");

    @Test
    void optionsStandAnywhere() {
        Options options = read("here", "--workers", "3", "there", "--quiet");

        assertThat(options.count("--workers", 64)).containsExactly(3);
        assertThat(options.has("--quiet")).isTrue();
        assertThat(options.others()).containsExactly("here", "there");
    }

    @Test
    void aValueMayFollowAnEqualsSign() {
        assertThat(read("--seed=-4").wholeNumber("--seed")).containsExactly(-4L);
        assertThat(read("--seed", "-4").wholeNumber("--seed")).containsExactly(-4L);
    }

    @Test
    void nothingIsAnOptionBehindTwoDashes() {
        assertThat(read("--", "--quiet", "--none").others()).containsExactly("--quiet", "--none");
    }

    @Test
    void aSingleDashIsNoOption() {
        assertThat(read("-").others()).containsExactly("-");
    }

    @Test
    void optionsThatAreNotGivenAreAbsent() {
        Options options = read();

        assertThat(options.has("--quiet")).isFalse();
        assertThat(options.count("--workers", 64)).isEmpty();
        assertThat(options.wholeNumber("--seed")).isEmpty();
    }

    @Test
    void unknownOptionsAreNamedAndTheNearestSuggested() {
        assertRefused("unknown option: --wokers, did you mean --workers?", "--wokers", "3");
        assertRefused("unknown option: --frobnicate", "--frobnicate");
        assertRefused("unknown option: -q", "-q");
    }

    @Test
    void mistakesNameOptionRuleAndValue() {
        assertRefused("--workers needs a value", "--workers");
        assertRefused("--quiet takes no value: --quiet=yes", "--quiet=yes");
        assertRefused("--workers must be given once only: 4", "--workers", "3", "--workers", "4");
    }

    @Test
    void numbersAreChecked() {
        for (String bad : List.of("0", "-1", "many", "", "1.5", "65", "99999999999")) {
            assertThatThrownBy(() -> read("--workers", bad).count("--workers", 64))
                    .isInstanceOf(UsageError.class)
                    .hasMessage("--workers must be a whole number from 1 to 64: " + bad);
        }
        assertThatThrownBy(() -> read("--seed", "x").wholeNumber("--seed"))
                .isInstanceOf(UsageError.class)
                .hasMessage("--seed must be a whole number: x");
    }

    @Test
    void unknownOptionsBehindTheFirstWordMayBePassedOn() {
        Options options = READER.passingOnAfterFirstWord().read(List.of("digest", "--verify", "--seed", "7", "folder"));

        assertThat(options.others()).containsExactly("digest", "--verify", "folder");
        assertThat(options.wholeNumber("--seed")).containsExactly(7L);
    }

    private static Options read(String... words) {
        return READER.read(List.of(words));
    }

    private static void assertRefused(String message, String... words) {
        assertThatThrownBy(() -> read(words)).isInstanceOf(UsageError.class).hasMessage(message);
    }
}
