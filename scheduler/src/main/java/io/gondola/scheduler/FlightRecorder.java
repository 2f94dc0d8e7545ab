package io.gondola.scheduler;

import io.gondola.scheduler.trace.Page;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what goroutines did in the last seconds, and writes it as a page: when it is asked to, and by itself when there
 * is {@link Trouble}.
 *
 * @go runtime/trace/flightrecorder.go, {@code FlightRecorder}
 */
final class FlightRecorder {
    /*
     * It is an EventRecorder whose log forgets, and which pauses when there is too much to write down: see Pace. The
     * thread of its Sampler begins the windows of the pace, forgets what is too old, and looks for late wake-ups.
     *
     * A file that is written because of trouble is written by a thread of its own, since the one that notices must go
     * on. It is none of the daemon's kind: a JVM that ends, perhaps because of the panic, waits for it, and so does
     * the thread that closes the runtime.
     *
     * Bounds. Of each kind of trouble there is one file in as long as the recorder keeps: the next one would tell the
     * same. There are `maxFiles` at most; this runtime's oldest is deleted, and no other file.
     */
    private static final Log LOG = Log.LOG;
    private static final AtomicInteger FILES = new AtomicInteger();
    private static final int MAX_TEXT = 200;

    private final Scheduler scheduler;
    private final Queues queues;
    private final RecorderOptions options;

    /** Null before the start, and after the end. */
    private volatile @Nullable EventRecorder recorder;

    @SuppressWarnings("NullAway.Init") // start makes it, before there is a recorder
    private Sampler sampler;

    @SuppressWarnings("NullAway.Init") // as above
    private Pause pause;

    @SuppressWarnings("NullAway.Init") // as above
    private Pace pace;

    /** Null if late wake-ups are no trouble. */
    private @Nullable WakeUpWatch wakeUps;

    /** Held while a file is written. */
    private final Object writing = new Object();

    private final ArrayDeque<Path> files = new ArrayDeque<>(); // guarded by writing

    // guarded by this
    private final Map<Trouble, Long> lastWritten = new EnumMap<>(Trouble.class);
    private final List<Thread> writers = new ArrayList<>();

    FlightRecorder(Scheduler scheduler, Queues queues, RecorderOptions options) {
        this.scheduler = scheduler;
        this.queues = queues;
        this.options = options;
    }

    /** Begins, if there is to be a recorder at all. */
    void start() {
        if (options.none()) {
            return;
        }
        Observation observation = scheduler.observation;
        long start = scheduler.nanoTime();
        pause = new Pause(observation);
        pace = Pace.ofRecorder(pause, () -> scheduler.nanoTime() - start);
        EventRecorder made =
                EventRecorder.ofLast(scheduler, start, options.last().toNanos(), options.bytes(), pace);
        long limit = options.wakeUp().toNanos();
        wakeUps = limit == 0 ? null : new WakeUpWatch(queues, limit);
        recorder = made;
        sampler = new Sampler(queues, made, options.bytes() / Sampler.SHARE, this::look);
        sampler.start();
        observation.recorder(made, pause);
    }

    /** The sampler's thread, every few milliseconds. */
    private void look(long now) {
        EventRecorder r = recorder;
        if (r == null) {
            return; // it has ended
        }
        pace.nextWindow();
        pause.end(sampler::gap);
        try {
            r.log().forget(now - options.last().toNanos());
        } catch (OutOfMemoryError e) {
            // the next look forgets it
        }
        long late = wakeUps == null ? 0 : wakeUps.look(scheduler::nanoTime);
        if (late > 0) {
            trouble(Trouble.WAKE_UP, "a goroutine that could run had waited for " + late / 1_000_000 + " ms");
        }
    }

    /**
     * Writes a file because of {@code kind}, unless that was done a short time ago. Any thread; does not wait for it,
     * and never throws.
     */
    void trouble(Trouble kind, Object what) {
        if (recorder == null) {
            return;
        }
        try {
            if (isDue(kind)) {
                startWriter(kind, text(what));
            }
        } catch (OutOfMemoryError e) {
            // of memory or of threads: the program is in greater trouble than this
        }
    }

    private void startWriter(Trouble kind, String text) {
        Thread writer = new Thread(null, () -> write(kind, text), "gondola-flight", 0, false);
        writer.setDaemon(false);
        synchronized (this) {
            writers.removeIf(w -> w.getState() == Thread.State.TERMINATED);
            writers.add(writer);
            boolean started = false;
            try {
                writer.start();
                started = true;
            } finally {
                if (!started) {
                    writers.remove(writer);
                }
            }
        }
    }

    private synchronized boolean isDue(Trouble kind) {
        long now = scheduler.nanoTime();
        Long before = lastWritten.get(kind);
        if (before != null && now - before < options.last().toNanos()) {
            return false;
        }
        lastWritten.put(kind, now);
        return true;
    }

    private static String text(Object what) {
        String line = SafeText.of(what instanceof Throwable t ? SafeText.message(t) : what);
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "…";
    }

    private void write(Trouble kind, String what) {
        Path file = options.folder()
                .resolve("gondola-flight-" + ProcessHandle.current().pid() + "-" + FILES.incrementAndGet() + "-"
                        + kind.slug() + ".html")
                .toAbsolutePath();
        try {
            synchronized (writing) {
                Files.createDirectories(file.getParent());
                files.addLast(file);
                try {
                    write(file, "Written by the flight recorder because of this " + kind.words() + ": " + what + ".");
                } finally { // also what was begun on a disk that is full
                    while (files.size() > options.maxFiles()) {
                        Files.deleteIfExists(files.removeFirst());
                    }
                }
            }
            LOG.warn("Flight recording was written: because of={}, file={}", kind.words() + ": " + what, file);
        } catch (IOException | RuntimeException e) {
            LOG.warn("Flight recording could not be written: because of={}, file={}", kind.words(), file, e);
        }
    }

    /**
     * Writes a file now.
     *
     * @throws IllegalStateException if there is no recorder
     */
    void write(Path file) throws IOException {
        if (options.none()) {
            throw new IllegalStateException("runtime has no flight recorder: build it with flightRecorder(...)");
        }
        synchronized (writing) {
            write(file, "Written by the flight recorder, which was asked to.");
        }
    }

    private void write(Path file, String why) throws IOException {
        EventRecorder r = recorder;
        if (r == null) {
            throw new IllegalStateException("runtime is closed");
        }
        long until = pause.toldUntil(r.now());
        long from = Math.max(0, until - options.last().toNanos());
        String last = options.last().toString().substring(2).toLowerCase(Locale.ROOT);
        try (Writer out = TraceFile.open(file)) {
            Page.begin(out);
            Page.end(out, r.log(), Program.ID_BITS, from, until, List.of(why, "It keeps the last " + last + "."));
        } catch (OutOfMemoryError e) {
            throw new IOException("there is not enough memory to write it: file=" + file, e);
        }
    }

    /** Ends, after the files that are being written. */
    void close() {
        if (recorder == null) {
            return;
        }
        scheduler.observation.recorder(null, null);
        sampler.end();
        List<Thread> open;
        synchronized (this) {
            open = List.copyOf(writers);
        }
        for (Thread writer : open) {
            if (writer != Thread.currentThread()) {
                TraceThread.awaitEnd(writer);
            }
        }
        recorder = null;
    }
}
