package io.gondola.pipeline;

import io.gondola.dsl.engine.MeterCell;
import io.gondola.dsl.engine.MeterCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How many elements a pipeline has, where that is known before it runs; or the files that all of them come from. */
final class Sizes {
    /** The stages that answer each element with one. */
    private static final Set<String> ONE_TO_ONE =
            Set.of("map", "mapGo", "peek", "peekGo", "scan", "zipWithIndex", "attempt", "throttle", "delay");

    /** Those that may want no more before the source has ended. */
    private static final Set<String> CUTTING = Set.of("take", "takeWhile");

    private Sizes() {}

    /** A place in a run of {@code pipeline}, where it emits, that knows what can be known. */
    static MeterCell open(MeterCounter counter, Pipeline<?> pipeline, Run run) {
        long elements = of(pipeline);
        List<Label> files = elements == MeterCounter.UNKNOWN ? files(pipeline) : List.of();
        return files.isEmpty() ? counter.open(elements) : counter.open(run.progressOf(files));
    }

    /** The files of whose lines all elements are made; none if there are other sources, or not all lines are wanted. */
    static List<Label> files(Pipeline<?> pipeline) {
        Pipeline<?> p = pipeline;
        while (p instanceof Fused<?> fused) {
            if (CUTTING.contains(fused.stage.label.operator())) {
                return List.of();
            }
            p = fused.above;
        }
        Head<?> head = (Head<?>) p;
        return switch (head.label().operator()) {
            case "lines" -> List.of(head.label());
            case "parallel", "parallelUnordered", "parallelByKey", "flatMapParallel" -> files(head.inputs.get(0));
            case "buffer", "conflate", "batch", "batchWeighted", "debounce", "sample" -> files(head.inputs.get(0));
            case "meter", "timeout", "within", "onEnd" -> files(head.inputs.get(0));
            case "concat", "merge", "mergeSorted", "interleave", "zipLatest" -> filesOfAll(head.inputs);
            default -> List.of();
        };
    }

    private static List<Label> filesOfAll(List<Pipeline<?>> inputs) {
        List<Label> all = new ArrayList<>();
        for (Pipeline<?> input : inputs) {
            List<Label> files = files(input);
            if (files.isEmpty()) {
                return files;
            }
            all.addAll(files);
        }
        return all;
    }

    /** {@link MeterCounter#UNKNOWN} if it is not known. */
    static long of(Pipeline<?> pipeline) {
        Pipeline<?> p = pipeline;
        while (p instanceof Fused<?> fused) {
            if (!ONE_TO_ONE.contains(fused.stage.label.operator())) {
                return MeterCounter.UNKNOWN;
            }
            p = fused.above;
        }
        Head<?> head = (Head<?>) p;
        return switch (head.label().operator()) {
            case "of", "from", "range", "empty" ->
                head.inputs.isEmpty() && !head.boundary
                        ? head.make.apply(false, false).size()
                        : MeterCounter.UNKNOWN;
            case "parallel", "parallelUnordered", "parallelByKey", "meter", "timeout", "within", "onEnd" ->
                of(head.inputs.get(0));
            case "concat" -> sum(head);
            default -> MeterCounter.UNKNOWN;
        };
    }

    private static long sum(Head<?> head) {
        long all = 0;
        for (Pipeline<?> part : head.inputs) {
            long n = of(part);
            if (n == MeterCounter.UNKNOWN) {
                return n;
            }
            all += n;
        }
        return all;
    }
}
