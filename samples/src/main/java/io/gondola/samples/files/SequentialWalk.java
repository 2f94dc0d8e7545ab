package io.gondola.samples.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What {@link FilePipeline} does, done by one thread: the yardstick for {@code --verify}. */
final class SequentialWalk {
    private SequentialWalk() {}

    static <R> void process(
            Iterable<Path> roots, FileResult.Reader<R> reader, Consumer<? super FileResult<R>> collector) {
        Deque<Path> folders = new ArrayDeque<>();
        for (Path root : roots) {
            if (Files.isDirectory(root)) {
                folders.add(root);
            } else {
                collector.accept(FileResult.of(root, reader));
            }
        }
        while (!folders.isEmpty()) {
            Path folder = folders.remove();
            FileResult.of(folder, Listing::of)
                    .result()
                    .peek(listing -> {
                        listing.files().forEach(file -> collector.accept(FileResult.of(file, reader)));
                        folders.addAll(listing.folders().asJava());
                    })
                    .peekLeft(trouble -> collector.accept(FileResult.failed(folder, trouble)));
        }
    }
}
