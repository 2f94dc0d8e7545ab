package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Durations are printed as Go prints them, so that a ported program prints the same. */
class PrintedDurationsTest {
    private final Duration d = Duration.ofMillis(1_500);

    @OnEveryRuntime
    void printlnAndPrintfWriteThemAsGoDoes(TestRuntime rt) {
        Go<Unit> program = Go.println("took", d, Duration.ZERO).then(Go.printf("%s|%6s|%d%n", d, d, 7));

        assertThat(rt.lines(program)).containsExactly("took 1.5s 0s", "1.5s|  1.5s|7");
    }

    @Test
    void panicsShowThemAsGoDoes() {
        assertThat(new Panic(d)).hasMessage("1.5s");
    }
}
