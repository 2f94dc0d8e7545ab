package io.gondola.pipeline;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One run of a pipeline: its first failure. */
final class Run {
    private final AtomicReference<PipelineException> first = new AtomicReference<>();

    /** Written before any of its goroutines starts. */
    @SuppressWarnings("NullAway.Init") // root(m) says
    private Member root;

    /** By the label of the source, the object itself: what meters want to know of files. Guarded by itself. */
    private final IdentityHashMap<Label, FileProgress> files = new IdentityHashMap<>();

    /** From now on the sources with these labels are to tell how far they are. */
    FileProgress.Sum progressOf(List<Label> sources) {
        synchronized (files) {
            return new FileProgress.Sum(sources.stream()
                    .map(source -> files.computeIfAbsent(source, s -> new FileProgress()))
                    .distinct()
                    .toList());
        }
    }

    /** Where the source with this label tells how far it is; null if nobody asks. */
    @Nullable
    FileProgress progress(Label source) {
        synchronized (files) {
            return files.get(source);
        }
    }

    void root(Member m) {
        root = m;
    }

    /** Ends the run, if nothing has, because of {@code failure}, which nothing handles. */
    void fail(PipelineException failure) {
        if (first.compareAndSet(null, failure)) {
            root.cancel();
        } else {
            suppress(failure);
        }
    }

    /** Notes a failure that came while its goroutine was being cancelled. */
    void suppress(PipelineException later) {
        PipelineException e = first.get();
        if (e != null && e != later && !isInterrupt(later.getCause())) {
            e.addSuppressed(later);
        }
    }

    /** Why the run has ended; null if it has not failed. */
    @Nullable
    PipelineException failure() {
        return first.get();
    }

    /** Whether {@code thrown} comes of an interrupt. */
    static boolean isInterrupt(@Nullable Throwable thrown) {
        return thrown instanceof InterruptedException
                || thrown instanceof ClosedByInterruptException
                || thrown instanceof InterruptedIOException;
    }
}
