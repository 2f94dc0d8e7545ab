package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Inert;
import io.gondola.dsl.engine.Outline;

/** A value. */
final class Pure<A> extends Operation<A> implements Inert {
    static final Pure<Unit> UNIT = new Pure<>(Unit.UNIT);

    private final A value;

    Pure(A value) {
        this.value = value;
    }

    @Override
    public Object exec(Fiber f) {
        return value;
    }

    @Override
    public void outline(Outline out) {
        out.line(value == Unit.UNIT ? "unit" : "pure " + out.shown(value));
    }
}
