package io.gondola.dsl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts are those of Go's time.Duration. */
class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ns",
        "999, 999ns",
        "1000, 1µs",
        "1100, 1.1µs",
        "2200000, 2.2ms",
        "999999999, 999.999999ms",
        "1000000000, 1s",
        "1500000000, 1.5s",
        "3300000000, 3.3s",
        "60000000000, 1m0s",
        "245000000000, 4m5s",
        "245001000000, 4m5.001s",
        "3600000000000, 1h0m0s",
        "18367001000000, 5h6m7.001s",
        "480000000001, 8m0.000000001s",
        "9223372036854775807, 2562047h47m16.854775807s",
        "-1, -1ns",
        "-1500000000, -1.5s",
        "-9223372036854775808, -2562047h47m16.854775808s"
    })
    void textIsThatOfGo(long nanos, String text) {
        assertThat(Durations.text(nanos)).isEqualTo(text);
        assertThat(Durations.text(Duration.ofNanos(nanos))).isEqualTo(text);
    }

    @Test
    void durationsThatGoDoesNotHaveAreWrittenTheSameWay() {
        assertThat(Durations.text(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo("2562047788015215h30m7s");
        assertThat(Durations.text(Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo("-2562047788015215h30m8s");
    }
}
