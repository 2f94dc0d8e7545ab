package io.gondola.scheduler;

import io.gondola.scheduler.trace.Page;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Keeps what goroutines do in memory, and writes it as a page when it is closed. */
final class PageTrace extends OpenTrace {
    /*
     * The beginning of the file is written at once: a path that cannot be written is refused before anything runs, and
     * a file whose JVM was killed says what it lacks.
     *
     * When its memory is used up it may pause: see Pace. The sampler's thread ends the pause.
     *
     * No samples are taken under the deterministic scheduler, so the same seed writes the same file.
     */
    private final Scheduler scheduler;
    private final Observation observation;
    private final Writer out;
    private final Pause pause;
    private final Pace pace;
    private final EventRecorder recorder;
    private final @Nullable Sampler sampler;
    private final AtomicBoolean closed = new AtomicBoolean();

    private PageTrace(Scheduler scheduler, Observation observation, Path file, Writer out, long bytes) {
        super(file);
        this.scheduler = scheduler;
        this.observation = observation;
        this.out = out;
        long start = scheduler.nanoTime();
        this.pause = new Pause(observation);
        this.pace = Pace.ofTrace(pause, () -> scheduler.nanoTime() - start);
        this.recorder = EventRecorder.ofAll(scheduler, start, bytes, pace);
        Queues queues = scheduler.queues();
        this.sampler =
                queues == null ? null : new Sampler(queues, recorder, bytes / Sampler.SHARE, now -> nextWindow());
    }

    static PageTrace start(Scheduler scheduler, Observation observation, Path file, long bytes) throws IOException {
        Writer out = TraceFile.open(file);
        try {
            Page.begin(out);
            out.flush();
        } catch (IOException | RuntimeException | Error e) {
            out.close();
            throw e;
        }
        PageTrace trace = new PageTrace(scheduler, observation, file, out, bytes);
        if (trace.sampler != null) {
            trace.sampler.start();
        }
        return trace;
    }

    @Override
    Observer observer() {
        return recorder;
    }

    @Override
    Pause pause() {
        return pause;
    }

    /** The sampler's thread. */
    @SuppressWarnings("NullAway") // so there is a sampler
    private void nextWindow() {
        pace.nextWindow();
        pause.end(sampler::gap);
    }

    @Override
    public void close() throws IOException {
        if (closed.getAndSet(true)) {
            return;
        }
        observation.ended(this);
        if (sampler != null) {
            sampler.end();
            pause.end(sampler::gap); // its thread is over
        }
        try (out) {
            Page.end(out, recorder.log(), Program.ID_BITS, recorder.now(), scheduler.deterministic());
        } catch (IOException | RuntimeException e) { // the program that was traced goes on
            throw new IOException("trace is incomplete: file=" + file(), e);
        } catch (OutOfMemoryError e) {
            throw new IOException("trace is incomplete, there is not enough memory to write it: file=" + file(), e);
        }
    }
}
