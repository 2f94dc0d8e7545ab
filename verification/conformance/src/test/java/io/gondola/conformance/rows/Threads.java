package io.gondola.conformance.rows;

import io.gondola.dsl.GoRuntime;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** Runs each program a few times on so many processors. */
final class Threads extends Running {
    private static final int RUNS = 3;

    private final int processors;

    Threads(int processors) {
        this.processors = processors;
    }

    @Override
    List<Supplier<GoRuntime>> makers() {
        return Collections.nCopies(
                RUNS, () -> GoRuntime.builder().maxProcs(processors).build());
    }

    @Override
    public String toString() {
        return processors + " processors";
    }
}
