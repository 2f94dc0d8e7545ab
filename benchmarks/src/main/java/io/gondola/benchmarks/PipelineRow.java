package io.gondola.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What is measured of pipelines: see {@link Workload}. The functions are those of all peers on the JVM. */
enum PipelineRow {
    FUSED("pipe-fused", 1_000_000, "map, filter, map, fold over boxed integers"),
    BUFFER("pipe-buffer", 1_000_000, "the same with a buffer of 16 before the last map"),
    ORDERED_1("pipe-ordered-1us", 200_000, "four at once, order kept, about 1 µs of work each"),
    UNORDERED_1("pipe-unordered-1us", 200_000, "four at once, in any order, about 1 µs of work each"),
    ORDERED_100("pipe-ordered-100us", 5_000, "four at once, order kept, about 100 µs of work each"),
    UNORDERED_100("pipe-unordered-100us", 5_000, "four at once, in any order, about 100 µs of work each"),
    MERGE("pipe-merge", 1_000_000, "four sources merged"),
    BATCH("pipe-batch", 1_000_000, "groups of 100"),
    FILE("pipe-file", 1_000_000, "the lines of a file, parsed, four at once by key, summed up"),
    MAPS("pipe-maps", 100_000, "100 maps");

    static final int WORKERS = 4;
    static final int CAPACITY = 16;
    static final int GROUP = 100;
    static final int DEPTH = 100;
    static final int KEYS = 1_000;
    private static final int MICROSECOND = 800; // rounds of work
    private static final long ODD = 6364136223846793005L;

    private final String label;
    private final int size;
    private final String description;

    PipelineRow(String label, int size, String description) {
        this.label = label;
        this.size = size;
        this.description = description;
    }

    String label() {
        return label;
    }

    int size() {
        return size;
    }

    String description() {
        return description;
    }

    /** A line of {@link #FILE}. */
    record Entry(int key, int value) {
        static Entry parse(String line) {
            int comma = line.indexOf(',');
            return new Entry(Integer.parseInt(line.substring(0, comma)), Integer.parseInt(line.substring(comma + 1)));
        }
    }

    static int plusOne(int x) {
        return x + 1;
    }

    static boolean isEven(int x) {
        return x % 2 == 0;
    }

    static int timesThree(int x) {
        return x * 3;
    }

    /** The sum of what {@link #timesThree} yields, which fits an int for no more than a few elements. */
    static long add(long sum, int x) {
        return sum + x;
    }

    /** A value that depends on the order. */
    static long inOrder(long sum, int x) {
        return 31 * sum + x;
    }

    /** Computes for a while, and yields {@code x}. */
    int work(int x) {
        int rounds = this == ORDERED_1 || this == UNORDERED_1 ? MICROSECOND : 100 * MICROSECOND;
        long h = x;
        for (int i = 0; i < rounds; i++) {
            h = h * ODD + i;
        }
        return h == 42 ? x + 1 : x; // so that nothing is left out
    }

    /** What a round of size {@code n} yields. */
    long expected(int n) {
        return switch (this) {
            case FUSED, BUFFER ->
                LongStream.rangeClosed(1, n / 2).map(k -> (int) (6 * k)).sum();
            case ORDERED_1, ORDERED_100 -> ordered(n);
            case UNORDERED_1, UNORDERED_100, MERGE, FILE -> (long) n * (n - 1) / 2;
            case BATCH -> n;
            case MAPS -> LongStream.range(0, n).map(x -> x + DEPTH).sum();
        };
    }

    private static long ordered(int n) {
        long sum = 0;
        for (int x = 0; x < n; x++) {
            sum = inOrder(sum, x);
        }
        return sum;
    }

    /** The file of {@link #FILE}, which all peers share and which stays in the system's folder for temporary files. */
    static Path file(int n) {
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "gondola-lines-" + n + ".txt");
        if (Files.exists(file)) {
            return file;
        }
        try {
            Path fresh = Files.createTempFile(file.getParent(), "gondola-lines-", ".tmp");
            Files.writeString(
                    fresh,
                    LongStream.range(0, n)
                            .mapToObj(i -> i % KEYS + "," + i + "\n")
                            .collect(Collectors.joining()));
            return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
