package io.gondola.pipeline;

import io.gondola.dsl.engine.Fiber;
import io.vavr.CheckedPredicate;

/** {@code filter}. */
final class FilterStage extends Stage {
    final CheckedPredicate<Object> p;

    FilterStage(Label label, CheckedPredicate<Object> p) {
        super(label);
        this.p = p;
    }

    @Override
    Object function() {
        return p;
    }

    @Override
    Object apply(Loop loop, Fiber fiber, Object x) throws Throwable {
        return p.test(x) ? x : Mark.SKIP;
    }
}
