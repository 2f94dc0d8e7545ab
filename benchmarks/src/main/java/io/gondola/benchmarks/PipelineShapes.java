package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;

import io.gondola.benchmarks.PipelineRow.Entry;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.pipeline.Pipeline;
import io.gondola.sync.WaitGroup;
import io.vavr.collection.List;
import java.time.Duration;
import java.util.stream.IntStream;

/** The pipelines on Gondola: as the documentation has them, as others may write them, and by hand with channels. */
final class PipelineShapes {
    private static final String BY_HAND = "channels by hand";
    private static final int AHEAD = 256; // as many as Reactor takes

    private PipelineShapes() {}

    static Go<Long> published(PipelineRow row, int n) {
        return of(row, Pipeline.range(0, n), n);
    }

    static List<Shape> others(PipelineRow row) {
        return switch (row) {
            case FUSED -> List.of(iterable(row), emitted(row), named(row), new Shape(BY_HAND, n -> byHand(n, 0)));
            case BUFFER -> List.of(iterable(row), named(row), new Shape(BY_HAND, n -> byHand(n, PipelineRow.CAPACITY)));
            case ORDERED_1, ORDERED_100 ->
                List.of(
                        iterable(row),
                        new Shape(
                                "suspended, named",
                                n -> Pipeline.range(0, n)
                                        .parallel(PipelineRow.WORKERS, x -> suspend(() -> pure(row.work(x))))
                                        .named("work")
                                        .fold(0L, (sum, x) -> PipelineRow.inOrder(sum, x))));
            case UNORDERED_1, UNORDERED_100 ->
                List.of(iterable(row), new Shape(BY_HAND, n -> workersByHand(row, n)), balanced(row));
            case MERGE ->
                List.of(
                        new Shape(
                                "merged two by two",
                                n -> quarter(n, 0)
                                        .merge(quarter(n, 1))
                                        .merge(quarter(n, 2).merge(quarter(n, 3)))
                                        .fold(0L, PipelineRow::add)),
                        new Shape(
                                "emitted",
                                n -> emitter(n, 0)
                                        .merge(emitter(n, 1), emitter(n, 2), emitter(n, 3))
                                        .fold(0L, PipelineRow::add)),
                        new Shape(
                                "inputs that run ahead",
                                n -> quarter(n, 0)
                                        .buffer(AHEAD)
                                        .merge(
                                                quarter(n, 1).buffer(AHEAD),
                                                quarter(n, 2).buffer(AHEAD),
                                                quarter(n, 3).buffer(AHEAD))
                                        .fold(0L, PipelineRow::add)),
                        new Shape(BY_HAND, PipelineShapes::mergedByHand));
            case BATCH ->
                List.of(
                        iterable(row),
                        new Shape(
                                "with a time",
                                n -> Pipeline.range(0, n)
                                        .batch(PipelineRow.GROUP, Duration.ofSeconds(1))
                                        .fold(0L, (sum, batch) -> sum + batch.size())));
            case FILE ->
                List.of(new Shape(
                        "without keys",
                        n -> Pipeline.lines(PipelineRow.file(n))
                                .map(line -> Entry.parse(line))
                                .fold(0L, (sum, e) -> sum + e.value())));
            case MAPS -> List.of(iterable(row), named(row));
        };
    }

    private static Go<Long> of(PipelineRow row, Pipeline<Integer> numbers, int n) {
        return switch (row) {
            case FUSED ->
                numbers.map(x -> PipelineRow.plusOne(x))
                        .filter(x -> PipelineRow.isEven(x))
                        .map(x -> PipelineRow.timesThree(x))
                        .fold(0L, (sum, x) -> PipelineRow.add(sum, x));
            case BUFFER ->
                numbers.map(x -> PipelineRow.plusOne(x))
                        .filter(x -> PipelineRow.isEven(x))
                        .buffer(PipelineRow.CAPACITY)
                        .map(x -> PipelineRow.timesThree(x))
                        .fold(0L, (sum, x) -> PipelineRow.add(sum, x));
            case ORDERED_1, ORDERED_100 ->
                numbers.parallel(PipelineRow.WORKERS, x -> call(() -> row.work(x)))
                        .fold(0L, (sum, x) -> PipelineRow.inOrder(sum, x));
            case UNORDERED_1, UNORDERED_100 ->
                numbers.parallelUnordered(PipelineRow.WORKERS, x -> call(() -> row.work(x)))
                        .fold(0L, (sum, x) -> PipelineRow.add(sum, x));
            case MERGE ->
                quarter(n, 0)
                        .merge(quarter(n, 1), quarter(n, 2), quarter(n, 3))
                        .fold(0L, (sum, x) -> PipelineRow.add(sum, x));
            case BATCH -> numbers.batch(PipelineRow.GROUP).fold(0L, (sum, batch) -> sum + batch.size());
            case FILE ->
                Pipeline.lines(PipelineRow.file(n))
                        .map(line -> Entry.parse(line))
                        .parallelByKey(PipelineRow.WORKERS, e -> e.key(), e -> pure(e.value()))
                        .fold(0L, (sum, x) -> PipelineRow.add(sum, x));
            case MAPS -> {
                Pipeline<Integer> deep = numbers;
                for (int i = 0; i < PipelineRow.DEPTH; i++) {
                    deep = deep.map(x -> PipelineRow.plusOne(x));
                }
                yield deep.fold(0L, (sum, x) -> PipelineRow.add(sum, x));
            }
        };
    }

    private static Shape iterable(PipelineRow row) {
        return new Shape(
                "from an Iterable",
                n -> of(row, Pipeline.from(() -> IntStream.range(0, n).iterator()), n));
    }

    private static Shape emitted(PipelineRow row) {
        return new Shape("emitted", n -> of(row, Pipeline.emit(out -> forRange(0, n, i -> out.send(i))), n));
    }

    /** Its functions are method references, and its stages have names. */
    private static Shape named(PipelineRow row) {
        return new Shape("method references, named", n -> switch (row) {
            case FUSED ->
                Pipeline.range(0, n)
                        .map(PipelineRow::plusOne)
                        .named("one more")
                        .filter(PipelineRow::isEven)
                        .map(PipelineRow::timesThree)
                        .named("thrice")
                        .fold(0L, PipelineRow::add);
            case BUFFER ->
                Pipeline.range(0, n)
                        .map(PipelineRow::plusOne)
                        .filter(PipelineRow::isEven)
                        .buffer(PipelineRow.CAPACITY)
                        .named("stock")
                        .map(PipelineRow::timesThree)
                        .fold(0L, PipelineRow::add);
            default -> {
                Pipeline<Integer> deep = Pipeline.range(0, n);
                for (int i = 0; i < PipelineRow.DEPTH; i++) {
                    deep = deep.map(PipelineRow::plusOne).named("map " + i);
                }
                yield deep.fold(0L, PipelineRow::add);
            }
        });
    }

    private static Shape balanced(PipelineRow row) {
        return new Shape("balanced and merged", n -> {
            List<Pipeline<Integer>> parts =
                    Pipeline.range(0, n).balance(PipelineRow.WORKERS).toList().map(p -> p.map(row::work));
            return parts.head().merge(parts.get(1), parts.get(2), parts.get(3)).fold(0L, PipelineRow::add);
        });
    }

    private static Pipeline<Integer> quarter(int n, int i) {
        return Pipeline.range(n / PipelineRow.WORKERS * i, n / PipelineRow.WORKERS * (i + 1));
    }

    private static Pipeline<Integer> emitter(int n, int i) {
        int each = n / PipelineRow.WORKERS;
        return Pipeline.emit(out -> forRange(each * i, each * (i + 1), x -> out.send(x)));
    }

    /** One goroutine for what is above the channel, one for what is below. */
    private static Go<Long> byHand(int n, int capacity) {
        Channel<Integer> c = capacity == 0 ? Channel.unbuffered() : Channel.buffered(capacity);
        return go(forRange(0, n, i -> {
                            int x = PipelineRow.plusOne(i);
                            return PipelineRow.isEven(x) ? c.send(x) : unit();
                        })
                        .then(c.close()))
                .then(sumOf(c, true));
    }

    private static Go<Long> workersByHand(PipelineRow row, int n) {
        Channel<Integer> jobs = Channel.unbuffered();
        Channel<Integer> results = Channel.unbuffered();
        WaitGroup workers = new WaitGroup();
        return sequence(
                        go(forRange(0, n, i -> jobs.send(i)).then(jobs.close())),
                        forRange(0, PipelineRow.WORKERS, w -> workers.go(jobs.range(x -> results.send(row.work(x))))),
                        go(workers.await().then(results.close())))
                .then(sumOf(results, false));
    }

    private static Go<Long> mergedByHand(int n) {
        Channel<Integer> results = Channel.unbuffered();
        WaitGroup sources = new WaitGroup();
        int each = n / PipelineRow.WORKERS;
        return sequence(
                        forRange(
                                0,
                                PipelineRow.WORKERS,
                                w -> sources.go(forRange(each * w, each * (w + 1), x -> results.send(x)))),
                        go(sources.await().then(results.close())))
                .then(sumOf(results, false));
    }

    private static Go<Long> sumOf(Channel<Integer> c, boolean thrice) {
        return suspend(() -> {
            Sum sum = new Sum();
            return c.range(x -> run(() -> sum.add(thrice ? PipelineRow.timesThree(x) : x)))
                    .then(call(sum::value));
        });
    }
}
