package io.gondola.dsl;

import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.scheduler.RecorderOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * How a runtime keeps what its goroutines did in the last seconds, so that it can be looked at when something has gone
 * wrong. Immutable.
 *
 * <pre>{@code
 * GoRuntime.builder()
 *         .flightRecorder(FlightRecorder.lasting(Duration.ofSeconds(10))
 *                 .folder(Path.of("/var/log/shop"))
 *                 .wakeUp(Duration.ofMillis(200)))
 *         .build()
 * }</pre>
 *
 * <p>The runtime writes a page, as {@link GoRuntime#trace} does, after an uncaught panic, a fatal error such as a
 * deadlock, a {@linkplain GoRuntime.Builder#longStep long step}, and, if {@link #wakeUp} asks for it, when a goroutine
 * that could run was not run for long. The logger {@code io.gondola.scheduler} gets a warning that names the file. Of
 * each kind there is at most one file in as long a time as the recorder keeps.
 *
 * <p>It costs about one percent of the time: at most 2500 events of each processor are written down in 10 ms, and of
 * what goes beyond that the page says that it is missing. There is room for {@code -Dgondola.trace.memory} mebibytes of
 * events, 64 if nothing else is said; if they are used up before the time is over, the oldest are dropped.
 *
 * <p>Go's recorder is started and stopped by the program, and writes only when it is asked to; its limits of age and
 * size are hints.
 *
 * @go runtime/trace/flightrecorder.go, {@code FlightRecorderConfig}
 */
@CheckReturnValue
public final class FlightRecorder {
    private static final String PROPERTY = "gondola.flightrecorder";
    private static final int MAX_FILES = 10;

    private final Duration last;
    private final Path folder;
    private final int maxFiles;
    private final Duration wakeUp;

    private FlightRecorder(Duration last, Path folder, int maxFiles, Duration wakeUp) {
        this.last = last;
        this.folder = folder;
        this.maxFiles = maxFiles;
        this.wakeUp = wakeUp;
    }

    /**
     * A recorder that keeps the last {@code time}. What else there is to set comes from system properties, which are
     * named with each method.
     *
     * @param time from 100 ms to an hour, or zero for no recorder
     * @throws IllegalArgumentException {@code time must be zero or from PT0.1S to PT1H: PT-1S}; or, if a property is
     *     wrong, {@code -Dgondola.flightrecorder.files must be a number: none}, {@code
     *     -Dgondola.flightrecorder.files must be at least 1: 0}, {@code -Dgondola.flightrecorder.wakeup must be a
     *     number of milliseconds, 0 or more: -1} or {@code -Dgondola.flightrecorder.wakeup must be zero or at least
     *     PT0.01S: PT0.001S}
     */
    public static FlightRecorder lasting(Duration time) {
        return new FlightRecorder(
                        RecorderOptions.checkLast(time, "time"), Path.of(""), defaultMaxFiles(), Duration.ZERO)
                .withDefaults();
    }

    private FlightRecorder withDefaults() {
        return folder(Path.of(System.getProperty(PROPERTY + ".folder", "")))
                .wakeUp(RecorderOptions.checkWakeUp(
                        RuntimeProperties.millis(PROPERTY + ".wakeup", Duration.ZERO), "-D" + PROPERTY + ".wakeup"));
    }

    private static int defaultMaxFiles() {
        return RecorderOptions.checkMaxFiles(
                RuntimeProperties.number(PROPERTY + ".files", MAX_FILES), "-D" + PROPERTY + ".files");
    }

    /** What {@code -Dgondola.flightrecorder=<milliseconds>} asks for; none if it is not set. */
    static FlightRecorder byProperty() {
        Duration time = RuntimeProperties.millis(PROPERTY, Duration.ZERO);
        return lasting(RecorderOptions.checkLast(time, "-D" + PROPERTY));
    }

    /**
     * Sets where files are written; the folder is made if it is not there. The default is
     * {@code -Dgondola.flightrecorder.folder}, or the working directory.
     *
     * @throws NullPointerException {@code where}
     */
    public FlightRecorder folder(Path where) {
        return new FlightRecorder(last, Objects.requireNonNull(where, "where"), maxFiles, wakeUp);
    }

    /**
     * Sets how many files the runtime writes by itself: one more, and it deletes the oldest of its own. The default is
     * {@code -Dgondola.flightrecorder.files}, or 10.
     *
     * @throws IllegalArgumentException {@code n must be at least 1: 0}
     */
    public FlightRecorder maxFiles(int n) {
        return new FlightRecorder(last, folder, RecorderOptions.checkMaxFiles(n, "n"), wakeUp);
    }

    /**
     * Sets for how long a goroutine that can run may wait for a processor, in one queue, before a file is written. The
     * default is {@code -Dgondola.flightrecorder.wakeup=<milliseconds>}, or none. It is noticed when the time is over,
     * or up to as much later again.
     *
     * @param limit at least 10 ms, or zero for none
     * @throws IllegalArgumentException {@code limit must be zero or at least PT0.01S: PT0.001S}
     */
    public FlightRecorder wakeUp(Duration limit) {
        return new FlightRecorder(last, folder, maxFiles, RecorderOptions.checkWakeUp(limit, "limit"));
    }

    RecorderOptions options() {
        if (last.isZero()) {
            return RecorderOptions.NONE;
        }
        return new RecorderOptions(last, folder, maxFiles, wakeUp, RuntimeProperties.traceMemory());
    }

    @Override
    public String toString() {
        return "FlightRecorder[last=" + last + ", folder=" + folder + ", maxFiles=" + maxFiles + ", wakeUp=" + wakeUp
                + "]";
    }
}
