package io.gondola.conformance.rows;

import io.gondola.dsl.GoRuntime;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** Runs each program on the deterministic runtime with some seeds. */
final class Seeds extends Running {
    private static final int SEEDS = 10;

    @Override
    List<Supplier<GoRuntime>> makers() {
        return LongStream.range(0, SEEDS)
                .<Supplier<GoRuntime>>mapToObj(seed -> () -> GoRuntime.deterministic(seed))
                .toList();
    }

    @Override
    public String toString() {
        return "deterministic";
    }
}
