package io.gondola.samples.files;

import io.vavr.control.Either;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * What reading one file gave.
 *
 * @param path the file, or a folder that could not be listed
 * @param result what was made of its content, or why nothing was
 */
public record FileResult<R>(Path path, Either<Trouble, R> result) {
    /** Reads a whole file. */
    @FunctionalInterface
    public interface Reader<R> {
        R read(Path file) throws IOException;
    }

    /** Reads {@code file}; blocks the thread meanwhile. */
    public static <R> FileResult<R> of(Path file, Reader<? extends R> reader) {
        try {
            return new FileResult<>(file, Either.right(reader.read(file)));
        } catch (IOException e) {
            return failed(file, Trouble.of(e));
        } catch (UncheckedIOException e) {
            return failed(file, Trouble.of(e.getCause()));
        }
    }

    /** Of a folder that could not be listed, as {@link io.gondola.pipeline.Pipeline#files} reports it. */
    public static <R> FileResult<R> ofFolder(Throwable cause) throws Throwable {
        if (cause instanceof IOException e) {
            return failed(Path.of(e instanceof FileSystemException f ? f.getFile() : ""), Trouble.of(e));
        }
        throw cause;
    }

    public static <R> FileResult<R> failed(Path path, Trouble trouble) {
        return new FileResult<>(path, Either.left(trouble));
    }
}
