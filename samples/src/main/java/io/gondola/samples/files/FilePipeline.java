package io.gondola.samples.files;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.pipeline.Pipeline;
import io.vavr.collection.Seq;
import io.vavr.control.Try;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads every file below some folders, several at once: the bounded pipeline of the Go blog.
 *
 * <p>Folders are walked in the goroutine that hands out the files, as fast as there are free workers, so a slow reader
 * holds the walk back, however large the folders are.
 */
final class FilePipeline<R> {
    private final FileResult.Reader<R> reader;
    private final int workers;

    FilePipeline(FileResult.Reader<R> reader, int workers) {
        this.reader = reader;
        this.workers = workers;
    }

    /** What reading each file gave, in no certain order; counted as {@code files}. */
    Pipeline<FileResult<R>> results(Seq<Path> roots) {
        return Pipeline.from(roots)
                .flatMap(root -> filesOf(root))
                .named("walk")
                .parallelUnordered(workers, found -> read(found))
                .named("read")
                .meter("files");
    }

    /** The files below {@code root}, or {@code root} itself; a folder that cannot be listed is a failure among them. */
    private static Pipeline<Try<Path>> filesOf(Path root) {
        return Pipeline.repeat(blocking(() -> Files.isDirectory(root)))
                .take(1)
                .flatMap(folder -> folder ? Pipeline.files(root).attempt() : Pipeline.of(Try.success(root)));
    }

    private Go<FileResult<R>> read(Try<Path> found) {
        return found.isSuccess()
                ? blocking(() -> FileResult.of(found.get(), reader))
                : call(() -> FileResult.ofFolder(found.getCause()));
    }
}
