package io.gondola.samples.kafka;

import io.vavr.collection.Set;
import io.vavr.collection.Stream;
import io.vavr.control.Option;

/**
 * Which partitions a worker has: it tells the process that draws, on its standard output, which is for nothing else. A
 * line for each change: {@code assigned 0 3 5}, or {@code assigned} when it has none.
 */
final class Assigned {
    private static final String WORD = "assigned";

    private Assigned() {}

    static String line(Set<Integer> partitions) {
        return partitions.toList().sorted().map(String::valueOf).prepend(WORD).mkString(" ");
    }

    /** What the line tells; none if it is no such line. */
    static Option<java.util.Set<Integer>> partitions(String line) {
        Stream<String> words = Stream.of(line.split(" "));
        return words.head().equals(WORD)
                ? Option.some(words.tail().map(Integer::valueOf).toJavaSet())
                : Option.none();
    }
}
