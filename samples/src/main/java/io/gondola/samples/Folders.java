package io.gondola.samples;

import io.gondola.commands.UsageError;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths that users typed. */
public final class Folders {
    private Folders() {}

    /**
     * A folder that exists.
     *
     * @throws UsageError if there is no such folder
     */
    public static Path named(String text) {
        Path path = existing(text);
        if (!Files.isDirectory(path)) {
            throw new UsageError("the input must be a folder: " + text);
        }
        return path;
    }

    /**
     * A file or folder that exists.
     *
     * @throws UsageError if there is no such file or folder
     */
    public static Path existing(String text) {
        Path path = path(text);
        if (text.isEmpty() || !Files.exists(path)) {
            throw new UsageError("the input must exist: " + (text.isEmpty() ? "\"\"" : text));
        }
        return path;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UsageError("the input must be a path: " + e.getMessage());
        }
    }
}
