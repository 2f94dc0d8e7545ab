package io.gondola.benchmarks;

import io.gondola.benchmarks.PipelineRow.Entry;
import java.nio.file.Files;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;

/**
 * The pipelines on Reactor, with a parallel scheduler of its own. It requests 256 elements ahead at each boundary
 * unless it is told otherwise; bounded, it has one element in flight in each worker and each input, as Gondola has.
 */
final class ReactorPrograms implements Programs {
    private final Scheduler scheduler;

    private final int ahead;

    ReactorPrograms(int procs, boolean bounded) {
        ahead = bounded ? 1 : Queues.SMALL_BUFFER_SIZE;
        scheduler = Schedulers.newParallel("reactor", procs);
    }

    @Override
    public long execute(Workload workload, int n) {
        return result(workload.row().get(), n).block();
    }

    @SuppressWarnings("StreamResourceLeak") // Flux.using closes the stream
    private Mono<Long> result(PipelineRow row, int n) {
        return switch (row) {
            case FUSED ->
                Flux.range(0, n)
                        .map(x -> PipelineRow.plusOne(x))
                        .filter(x -> PipelineRow.isEven(x))
                        .map(x -> PipelineRow.timesThree(x))
                        .reduce(0L, (sum, x) -> PipelineRow.add(sum, x))
                        .subscribeOn(scheduler);
            case BUFFER ->
                Flux.range(0, n)
                        .map(x -> PipelineRow.plusOne(x))
                        .filter(x -> PipelineRow.isEven(x))
                        .publishOn(scheduler, PipelineRow.CAPACITY)
                        .map(x -> PipelineRow.timesThree(x))
                        .reduce(0L, (sum, x) -> PipelineRow.add(sum, x))
                        .subscribeOn(scheduler);
            case ORDERED_1, ORDERED_100 ->
                Flux.range(0, n)
                        .flatMapSequential(
                                x -> Mono.fromCallable(() -> row.work(x)).subscribeOn(scheduler), PipelineRow.WORKERS)
                        .reduce(0L, (sum, x) -> PipelineRow.inOrder(sum, x));
            case UNORDERED_1, UNORDERED_100 ->
                Flux.range(0, n)
                        .parallel(PipelineRow.WORKERS, ahead)
                        .runOn(scheduler, ahead)
                        .map(x -> row.work(x))
                        .sequential(ahead)
                        .reduce(0L, (sum, x) -> PipelineRow.add(sum, x));
            case MERGE ->
                Flux.merge(ahead, quarter(n, 0), quarter(n, 1), quarter(n, 2), quarter(n, 3))
                        .reduce(0L, (sum, x) -> PipelineRow.add(sum, x));
            case BATCH ->
                Flux.range(0, n)
                        .buffer(PipelineRow.GROUP)
                        .reduce(0L, (sum, batch) -> sum + batch.size())
                        .subscribeOn(scheduler);
            case FILE ->
                Flux.using(() -> Files.lines(PipelineRow.file(n)), lines -> Flux.fromStream(lines), Stream::close)
                        .map(line -> Entry.parse(line))
                        .groupBy(e -> e.key() % PipelineRow.WORKERS)
                        .flatMap(
                                group -> group.publishOn(scheduler, ahead).map(e -> e.value()),
                                PipelineRow.WORKERS,
                                ahead)
                        .reduce(0L, (sum, x) -> PipelineRow.add(sum, x))
                        .subscribeOn(scheduler);
            case MAPS -> {
                Flux<Integer> deep = Flux.range(0, n);
                for (int i = 0; i < PipelineRow.DEPTH; i++) {
                    deep = deep.map(x -> PipelineRow.plusOne(x));
                }
                yield deep.reduce(0L, (sum, x) -> PipelineRow.add(sum, x)).subscribeOn(scheduler);
            }
        };
    }

    /** Whether there are boundaries at which Reactor would have more elements in flight than Gondola. */
    static boolean canBeBounded(PipelineRow row) {
        return switch (row) {
            case UNORDERED_1, UNORDERED_100, MERGE, FILE -> true;
            default -> false;
        };
    }

    private Flux<Integer> quarter(int n, int i) {
        int each = n / PipelineRow.WORKERS;
        return Flux.range(each * i, each).subscribeOn(scheduler);
    }

    @Override
    public Object park(int n, Runnable begun) {
        throw new IllegalArgumentException("Reactor does not park");
    }

    @Override
    public String version() {
        return "Reactor on JDK " + Environment.jdk();
    }

    @Override
    public void close() {
        scheduler.dispose();
    }
}
