package io.gondola.samples.files;

import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.nio.file.Path;
import java.util.TreeMap;

/** The digests of all files below a folder, ordered by path. One goroutine at a time may use it. */
final class DigestReport {
    private final Path folder;
    private final TreeMap<Path, Sha256> digests = new TreeMap<>(FileNames.ORDER);
    private final TreeMap<Path, Trouble> troubles = new TreeMap<>(FileNames.ORDER);

    DigestReport(Path folder) {
        this.folder = folder;
    }

    void add(FileResult<Sha256> file) {
        Path path = file.path();
        file.result().peek(digest -> digests.put(path, digest)).peekLeft(trouble -> troubles.put(path, trouble));
    }

    /** One line per file, as {@code sha256sum} writes it. */
    Seq<String> lines() {
        return List.ofAll(digests.entrySet()).map(entry -> entry.getValue().hex() + "  " + name(entry.getKey()));
    }

    Seq<String> complaints() {
        return List.ofAll(troubles.entrySet())
                .map(entry -> "cannot read " + name(entry.getKey()) + ": "
                        + entry.getValue().reason());
    }

    private String name(Path path) {
        return FileNames.of(path.equals(folder) ? path : folder.relativize(path));
    }

    String summary() {
        long bytes = digests.values().stream().mapToLong(Sha256::size).sum();
        return digests.size() + " files, " + bytes + " bytes, " + troubles.size() + " unreadable";
    }

    boolean isComplete() {
        return troubles.isEmpty();
    }

    boolean sameAs(DigestReport other) {
        return digests.equals(other.digests) && troubles.equals(other.troubles);
    }
}
