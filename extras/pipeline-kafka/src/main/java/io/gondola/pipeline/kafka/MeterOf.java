package io.gondola.pipeline.kafka;

import io.gondola.dsl.Go;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.MeterCounter;
import io.gondola.dsl.engine.Meters;

/** Yields the meter of a name, as {@code Pipeline.meter} counts in it. */
final class MeterOf extends Go<MeterCounter> {
    private final String name;

    MeterOf(String name) {
        this.name = name;
    }

    @Override
    public Object exec(Fiber f) {
        return Meters.of(f.scheduler()).named(name);
    }
}
