package io.gondola.samples.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream errors = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private long now;

    @Test
    void theLineIsRewrittenTenTimesASecond() {
        Progress progress = new Progress(errors, true, () -> now);

        for (now = 0; now <= 250_000_000; now += 10_000_000) {
            progress.count();
        }
        progress.end();

        assertThat(written()).isEqualTo("\r\u001b[K11 files\r\u001b[K21 files\r\u001b[K");
    }

    @Test
    void nothingIsWrittenWithoutATerminal() {
        Progress progress = new Progress(errors, false, () -> now);

        now = 1_000_000_000;
        progress.count();
        progress.end();

        assertThat(written()).isEmpty();
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
