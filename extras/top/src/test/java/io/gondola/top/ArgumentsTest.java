package io.gondola.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    @Test
    void targetAndOptionsComeInAnyOrder() {
        assertThat(Arguments.parse("--every", "0.5", "4711", "--plain"))
                .isEqualTo(new Arguments("4711", 0.5, false, true, false, false))
                .isEqualTo(Arguments.parse("4711", "--plain", "--every", "0.5"));
        assertThat(Arguments.parse("--once", "host:9010"))
                .isEqualTo(new Arguments("host:9010", 2, true, false, false, false));
    }

    @Test
    void helpNeedsNoTarget() {
        assertThat(Arguments.parse("--help").help()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--once|a PID or HOST:PORT is missing",
                "1 2|one PID or HOST:PORT is enough: 2",
                "--fast 1|there is no such option: --fast",
                "1 --every|--every needs a number of seconds",
                "1 --every soon|--every must be a number of seconds: soon",
                "1 --every 0|--every must be from 0.1 to 3600 seconds: 0",
                "1 --every NaN|--every must be from 0.1 to 3600 seconds: NaN"
            })
    void mistakesAreNamed(String line, String message) {
        assertThatThrownBy(() -> Arguments.parse(line.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
