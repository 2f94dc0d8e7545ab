package io.gondola.samples.files;

import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import java.nio.file.Path;
import java.util.TreeMap;

/** The words of many files together. One goroutine at a time may use it. */
final class WordReport {
    private final Set<Path> named;
    private final WordCounts counts = new WordCounts();
    private final TreeMap<Path, Trouble> troubles = new TreeMap<>(FileNames.ORDER);
    private int files;
    private int notText;

    /**
     * An empty report.
     *
     * @param named what the user named: if such a file is no text, that is an error; elsewhere it is not
     */
    WordReport(Set<Path> named) {
        this.named = named;
    }

    void add(FileResult<WordCounts> file) {
        file.result().peek(this::count).peekLeft(trouble -> complain(file.path(), trouble));
    }

    private void count(WordCounts words) {
        files++;
        counts.addAll(words);
    }

    private void complain(Path path, Trouble trouble) {
        if (trouble.notText() && !named.contains(path)) {
            notText++;
        } else {
            troubles.put(path, trouble);
        }
    }

    /** One line per word, the most frequent first. */
    Seq<String> lines(int top) {
        return counts.top(top).map(word -> String.format("%8d  %s", word._2, word._1));
    }

    Seq<String> complaints() {
        return List.ofAll(troubles.entrySet())
                .map(entry -> "cannot count " + FileNames.of(entry.getKey()) + ": "
                        + entry.getValue().reason());
    }

    String summary() {
        return files + " files, " + counts.words() + " words, " + counts.differentWords() + " different, " + notText
                + " files without text, " + troubles.size() + " unreadable";
    }

    boolean isComplete() {
        return troubles.isEmpty();
    }

    boolean sameAs(WordReport other) {
        return files == other.files
                && notText == other.notText
                && counts.sameAs(other.counts)
                && troubles.equals(other.troubles);
    }
}
