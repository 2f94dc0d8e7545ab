package io.gondola.samples.kafka;

import io.vavr.Tuple2;
import io.vavr.collection.Seq;
import io.vavr.collection.TreeMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Lines of words, always the same, and their counts. */
final class Text {
    private static final String[] WORDS = ("the boat goes under the bridge and the gondolier sings while the water"
                    + " answers slowly from wall to wall until evening comes over the lagoon")
            .split(" ");
    private static final int MAX_WORDS = 8;

    private Text() {}

    static List<String> lines(int n) {
        Random random = new Random(n);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            StringBuilder line = new StringBuilder();
            int words = 1 + random.nextInt(MAX_WORDS);
            for (int w = 0; w < words; w++) {
                line.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
            }
            lines.add(line.toString().strip());
        }
        return lines;
    }

    static Seq<Tuple2<String, Long>> countsOf(String line) {
        return io.vavr.collection.List.of(line.split(" "))
                .foldLeft(TreeMap.<String, Long>empty(), (m, w) -> m.put(w, 1L, Long::sum))
                .toList();
    }
}
