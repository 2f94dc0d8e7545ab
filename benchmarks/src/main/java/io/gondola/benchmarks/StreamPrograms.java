package io.gondola.benchmarks;

import io.gondola.benchmarks.PipelineRow.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The pipelines on {@code java.util.stream}, where it can do the job: it has no buffers, no merge, no groups and no
 * keys.
 */
final class StreamPrograms implements Programs {
    private final ForkJoinPool pool;

    StreamPrograms(int procs) {
        pool = new ForkJoinPool(procs);
    }

    static boolean has(PipelineRow row) {
        return switch (row) {
            case BUFFER, MERGE, BATCH -> false;
            default -> true;
        };
    }

    @Override
    public long execute(Workload workload, int n) throws Exception {
        PipelineRow row = workload.row().get();
        return pool.submit(() -> execute(row, n)).get();
    }

    private static long execute(PipelineRow row, int n) throws IOException {
        return switch (row) {
            case FUSED ->
                numbers(n)
                        .map(x -> PipelineRow.plusOne(x))
                        .filter(x -> PipelineRow.isEven(x))
                        .map(x -> PipelineRow.timesThree(x))
                        .reduce(0L, (sum, x) -> PipelineRow.add(sum, x), Long::sum);
            case ORDERED_1, ORDERED_100 -> {
                Sum sum = new Sum();
                numbers(n)
                        .parallel()
                        .map(x -> row.work(x))
                        .forEachOrdered(x -> sum.add(PipelineRow.inOrder(sum.value(), x) - sum.value()));
                yield sum.value();
            }
            case UNORDERED_1, UNORDERED_100 ->
                numbers(n).parallel().unordered().map(x -> row.work(x)).reduce(0L, PipelineRow::add, Long::sum);
            case FILE -> {
                try (Stream<String> lines = Files.lines(PipelineRow.file(n))) {
                    yield lines.parallel()
                            .map(line -> Entry.parse(line))
                            .mapToLong(e -> e.value())
                            .sum();
                }
            }
            case MAPS -> {
                Stream<Integer> deep = numbers(n);
                for (int i = 0; i < PipelineRow.DEPTH; i++) {
                    deep = deep.map(x -> PipelineRow.plusOne(x));
                }
                yield deep.reduce(0L, (sum, x) -> PipelineRow.add(sum, x), Long::sum);
            }
            case BUFFER, MERGE, BATCH -> throw new IllegalArgumentException("no stream for " + row.label());
        };
    }

    private static Stream<Integer> numbers(int n) {
        return IntStream.range(0, n).boxed();
    }

    @Override
    public Object park(int n, Runnable begun) {
        throw new IllegalArgumentException("streams do not park");
    }

    @Override
    public String version() {
        return "java.util.stream on JDK " + Environment.jdk();
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
