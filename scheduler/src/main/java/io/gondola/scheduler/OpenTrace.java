package io.gondola.scheduler;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A trace that is being written. */
abstract class OpenTrace implements AutoCloseable {
    private static final String GZIP = ".gz";

    private final Path file;

    OpenTrace(Path file) {
        this.file = file;
    }

    /** Begins a page if that is what {@code file} is called, or else JSON; packed if the name ends in {@code .gz}. */
    static OpenTrace of(Scheduler scheduler, Observation observation, Path file, long bytes) throws IOException {
        String whole = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String name = isPacked(file) ? whole.substring(0, whole.length() - GZIP.length()) : whole;
        return name.endsWith(".html") || name.endsWith(".htm")
                ? PageTrace.start(scheduler, observation, file, bytes)
                : new Trace(scheduler, observation, file);
    }

    static boolean isPacked(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(GZIP);
    }

    /** Who gets told what happens. */
    abstract Observer observer();

    /** When it is not told; null if it always is. */
    @Nullable
    Pause pause() {
        return null;
    }

    final Path file() {
        return file;
    }

    /**
     * Completes the file. Closing it again does nothing.
     *
     * @throws IOException if the trace could not be written
     */
    @Override
    public abstract void close() throws IOException;

    final void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            Log.LOG.warn("Trace is incomplete: file={}", file, e);
        }
    }
}
