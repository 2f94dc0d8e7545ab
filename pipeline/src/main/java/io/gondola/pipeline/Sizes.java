package io.gondola.pipeline;

import io.gondola.dsl.engine.MeterCounter;
import java.util.Set;

/** How many elements a pipeline has, where that is known before it runs. */
final class Sizes {
    /** The stages that answer each element with one. */
    private static final Set<String> ONE_TO_ONE =
            Set.of("map", "mapGo", "peek", "peekGo", "scan", "zipWithIndex", "attempt", "throttle", "delay");

    private Sizes() {}

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
