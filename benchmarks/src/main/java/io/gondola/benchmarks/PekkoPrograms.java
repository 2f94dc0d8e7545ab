package io.gondola.benchmarks;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.gondola.benchmarks.PipelineRow.Entry;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Merge;
import org.apache.pekko.stream.javadsl.Source;

/** The pipelines on Pekko Streams. Its boundaries have a buffer of 16 unless told otherwise. */
final class PekkoPrograms implements Programs {
    private final ActorSystem system;
    private final Executor executor;

    PekkoPrograms(int procs) {
        String pool = "pekko.actor.default-dispatcher.fork-join-executor.";
        Config config = ConfigFactory.parseMap(Map.of(
                        "pekko.daemonic",
                        "on",
                        "pekko.loglevel",
                        "OFF",
                        pool + "parallelism-min",
                        procs,
                        pool + "parallelism-max",
                        procs))
                .withFallback(ConfigFactory.load());
        system = ActorSystem.create("pipelines", config);
        executor = system.dispatcher();
    }

    @Override
    public long execute(Workload workload, int n) {
        return result(workload.row().get(), n).toCompletableFuture().join();
    }

    @SuppressWarnings("StreamResourceLeak") // the source closes the stream
    private CompletionStage<Long> result(PipelineRow row, int n) {
        return switch (row) {
            case FUSED ->
                numbers(0, n)
                        .map(x -> PipelineRow.plusOne(x))
                        .filter(x -> PipelineRow.isEven(x))
                        .map(x -> PipelineRow.timesThree(x))
                        .runFold(0L, (sum, x) -> PipelineRow.add(sum, x), system);
            case BUFFER ->
                numbers(0, n)
                        .map(x -> PipelineRow.plusOne(x))
                        .filter(x -> PipelineRow.isEven(x))
                        .async()
                        .map(x -> PipelineRow.timesThree(x))
                        .runFold(0L, (sum, x) -> PipelineRow.add(sum, x), system);
            case ORDERED_1, ORDERED_100 ->
                numbers(0, n)
                        .mapAsync(PipelineRow.WORKERS, x -> inPool(row, x))
                        .runFold(0L, (sum, x) -> PipelineRow.inOrder(sum, x), system);
            case UNORDERED_1, UNORDERED_100 ->
                numbers(0, n)
                        .mapAsyncUnordered(PipelineRow.WORKERS, x -> inPool(row, x))
                        .runFold(0L, (sum, x) -> PipelineRow.add(sum, x), system);
            case MERGE ->
                Source.<Integer, Integer>combine(
                                quarter(n, 0), quarter(n, 1), List.of(quarter(n, 2), quarter(n, 3)), Merge::create)
                        .runFold(0L, (sum, x) -> PipelineRow.add(sum, x), system);
            case BATCH ->
                numbers(0, n).grouped(PipelineRow.GROUP).runFold(0L, (sum, batch) -> sum + batch.size(), system);
            case FILE ->
                Source.fromJavaStream(() -> Files.lines(PipelineRow.file(n)))
                        .map(line -> Entry.parse(line))
                        .groupBy(PipelineRow.WORKERS, e -> e.key() % PipelineRow.WORKERS)
                        .async()
                        .map(e -> e.value())
                        .mergeSubstreams()
                        .runFold(0L, (sum, x) -> PipelineRow.add(sum, x), system);
            case MAPS -> {
                Source<Integer, NotUsed> deep = numbers(0, n);
                for (int i = 0; i < PipelineRow.DEPTH; i++) {
                    deep = deep.map(x -> PipelineRow.plusOne(x));
                }
                yield deep.runFold(0L, (sum, x) -> PipelineRow.add(sum, x), system);
            }
        };
    }

    private static Source<Integer, NotUsed> numbers(int from, int to) {
        return Source.range(from, to - 1);
    }

    private static Source<Integer, NotUsed> quarter(int n, int i) {
        int each = n / PipelineRow.WORKERS;
        return numbers(each * i, each * (i + 1)).async();
    }

    private CompletionStage<Integer> inPool(PipelineRow row, int x) {
        return CompletableFuture.supplyAsync(() -> row.work(x), executor);
    }

    @Override
    public Object park(int n, Runnable begun) {
        throw new IllegalArgumentException("Pekko Streams does not park");
    }

    @Override
    public String version() {
        return "Pekko Streams " + ActorSystem.Version() + " on JDK " + Environment.jdk();
    }

    @Override
    public void close() {
        system.terminate();
    }
}
