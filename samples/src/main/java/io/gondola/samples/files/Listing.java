package io.gondola.samples.files;

import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What is in a folder. Symbolic links and special files are left out, therefore a walk never goes round in a circle.
 *
 * @param folders the folders directly below, in order
 * @param files the regular files directly below, in order
 */
record Listing(Seq<Path> folders, Seq<Path> files) {
    /** Lists a folder; blocks the thread meanwhile. */
    static Listing of(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            Seq<Path> sorted = List.ofAll(entries.sorted());
            return new Listing(
                    sorted.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)),
                    sorted.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)));
        }
    }
}
