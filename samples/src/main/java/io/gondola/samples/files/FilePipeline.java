package io.gondola.samples.files;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.WaitGroup;
import io.vavr.CheckedConsumer;
import io.vavr.collection.Seq;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads every file below some folders: one goroutine walks, several read, one collects. The shape of the bounded
 * pipeline in the Go blog.
 *
 * <pre>{@code
 *            files               results
 *   walker ---------> workers -------------> collector
 * }</pre>
 *
 * <p>Both channels are small, so a slow reader holds the walker back, however large the folder is.
 */
final class FilePipeline<R> {
    private final FileResult.Reader<R> reader;
    private final int workers;
    private final Channel<Path> files;
    private final Channel<FileResult<R>> results;

    FilePipeline(FileResult.Reader<R> reader, int workers) {
        this.reader = reader;
        this.workers = workers;
        this.files = Channel.<Path>buffered(workers).named("files");
        this.results = Channel.<FileResult<R>>buffered(workers).named("results");
    }

    /** Hands each result to {@code collector}, one at a time, in no certain order. */
    Go<Unit> process(Seq<Path> roots, CheckedConsumer<? super FileResult<R>> collector) {
        WaitGroup senders = new WaitGroup().named("senders");
        return sequence(
                senders.go(forEach(roots, root -> visit(root)).then(files.close())),
                forRange(0, workers, w -> senders.go(readAll())),
                go("closer", senders.await().then(results.close())),
                results.range(result -> run(() -> collector.accept(result))));
    }

    private Go<Unit> visit(Path root) {
        return blocking(() -> Files.isDirectory(root)).flatMap(folder -> folder ? walk(root) : files.send(root));
    }

    private Go<Unit> walk(Path folder) {
        return blocking(() -> FileResult.of(folder, Listing::of))
                .flatMap(listed -> listed.result()
                        .fold(
                                trouble -> results.send(FileResult.failed(folder, trouble)),
                                listing -> forEach(listing.files(), file -> files.send(file))
                                        .then(forEach(listing.folders(), sub -> walk(sub)))));
    }

    private Go<Unit> readAll() {
        return files.range(file -> blocking(() -> FileResult.of(file, reader)).flatMap(result -> results.send(result)));
    }
}
