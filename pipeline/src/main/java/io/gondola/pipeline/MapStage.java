package io.gondola.pipeline;

import io.gondola.dsl.engine.Fiber;
import io.vavr.CheckedFunction1;

/** {@code map}. */
final class MapStage extends Stage {
    final CheckedFunction1<Object, Object> f;

    MapStage(Label label, CheckedFunction1<Object, Object> f) {
        super(label);
        this.f = f;
    }

    @Override
    Object function() {
        return f;
    }

    @Override
    Object apply(Loop loop, Fiber fiber, Object x) throws Throwable {
        return f.apply(x);
    }
}
