package io.gondola.scheduler;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * How a flight recorder is made.
 *
 * @param last how much of the past it keeps, at least 100 ms and at most an hour; zero for no recorder
 * @param folder where it writes files by itself
 * @param maxFiles how many of these there are at most, at least 1; the oldest are deleted
 * @param wakeUp it writes a file if a goroutine that can run waits for that long, at least 10 ms; zero to look for none
 * @param bytes how much memory events may take
 */
public record RecorderOptions(Duration last, Path folder, int maxFiles, Duration wakeUp, long bytes) {
    private static final Duration MIN_LAST = Duration.ofMillis(100);
    private static final Duration MAX_LAST = Duration.ofHours(1);
    private static final Duration MIN_WAKE_UP = Duration.ofMillis(10);

    /** No recorder. */
    public static final RecorderOptions NONE =
            new RecorderOptions(Duration.ZERO, Path.of(""), 1, Duration.ZERO, Long.SIZE);

    /**
     * Checks what was given.
     *
     * @throws IllegalArgumentException {@code last must be zero or from PT0.1S to PT1H: PT-1S},
     *     {@code maxFiles must be at least 1: 0}, {@code wakeUp must be zero or at least PT0.01S: PT0.001S}
     */
    public RecorderOptions {
        Objects.requireNonNull(folder, "folder");
        checkLast(last, "last");
        checkWakeUp(wakeUp, "wakeUp");
        checkMaxFiles(maxFiles, "maxFiles");
    }

    /** Refuses what is no time to keep. */
    public static Duration checkLast(Duration last, String name) {
        if (!Objects.requireNonNull(last, name).isZero()
                && (last.compareTo(MIN_LAST) < 0 || last.compareTo(MAX_LAST) > 0)) {
            throw new IllegalArgumentException(
                    name + " must be zero or from " + MIN_LAST + " to " + MAX_LAST + ": " + last);
        }
        return last;
    }

    /** Refuses what is no limit of a wait to run. */
    public static Duration checkWakeUp(Duration limit, String name) {
        if (!Objects.requireNonNull(limit, name).isZero() && limit.compareTo(MIN_WAKE_UP) < 0) {
            throw new IllegalArgumentException(name + " must be zero or at least " + MIN_WAKE_UP + ": " + limit);
        }
        return limit;
    }

    /** Refuses what is no number of files. */
    public static int checkMaxFiles(int n, String name) {
        if (n < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + n);
        }
        return n;
    }

    boolean none() {
        return last.isZero();
    }
}
