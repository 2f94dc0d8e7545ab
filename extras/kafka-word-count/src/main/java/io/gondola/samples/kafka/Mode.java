package io.gondola.samples.kafka;

import java.util.Arrays;
import java.util.Locale;

/** What is promised of each line. */
enum Mode {
    AT_LEAST_ONCE,
    EXACTLY_ONCE;

    static Mode of(String text) {
        return Arrays.stream(values())
                .filter(m -> m.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("mode must be at-least-once or exactly-once: " + text));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
