package io.gondola.samples.files;

import io.vavr.Tuple2;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** How often each word was seen. One goroutine at a time may use it; it goes from one to the next over a channel. */
final class WordCounts {
    private final Map<String, Long> counts = new HashMap<>();

    void add(String word) {
        counts.merge(word, 1L, Long::sum);
    }

    void addAll(WordCounts others) {
        others.counts.forEach((word, n) -> counts.merge(word, n, Long::sum));
    }

    /** The most frequent words, equally frequent ones in alphabetical order. */
    Seq<Tuple2<String, Long>> top(int n) {
        return List.ofAll(counts.entrySet())
                .map(entry -> new Tuple2<>(entry.getKey(), entry.getValue()))
                .sorted(Comparator.<Tuple2<String, Long>, Long>comparing(Tuple2::_2)
                        .reversed()
                        .thenComparing(Tuple2::_1))
                .take(n);
    }

    long words() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    int differentWords() {
        return counts.size();
    }

    boolean sameAs(WordCounts other) {
        return counts.equals(other.counts);
    }
}
