package io.gondola.samples.files;

import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.nio.file.Path;
import java.util.TreeMap;

/** The digests of all files below a folder, ordered by path. One goroutine at a time may use it. */
final class DigestReport {
    private final Path folder;
    private final TreeMap<String, Sha256> digests = new TreeMap<>();
    private final TreeMap<String, Trouble> troubles = new TreeMap<>();

    DigestReport(Path folder) {
        this.folder = folder;
    }

    void add(FileResult<Sha256> file) {
        String name = FileNames.below(folder, file.path());
        file.result().peek(digest -> digests.put(name, digest)).peekLeft(trouble -> troubles.put(name, trouble));
    }

    /** One line per file, as {@code sha256sum} writes it. */
    Seq<String> lines() {
        return List.ofAll(digests.entrySet()).map(entry -> entry.getValue().hex() + "  " + entry.getKey());
    }

    Seq<String> complaints() {
        return List.ofAll(troubles.entrySet())
                .map(entry -> "cannot read " + entry.getKey() + ": "
                        + entry.getValue().reason());
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
