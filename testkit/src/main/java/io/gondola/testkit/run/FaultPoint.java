package io.gondola.testkit.run;

import io.gondola.dsl.Operation;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;

/** Yields whether a fault is injected: a choice of the schedule. Never, outside an exploration. */
public final class FaultPoint extends Operation<Boolean> implements Visible {
    private final String label;
    private final double probability;

    public FaultPoint(String label, double probability) {
        this.label = label;
        this.probability = probability;
    }

    @Override
    public Object exec(Fiber f) {
        if (!f.step()) {
            return f.yieldThen(this);
        }
        return f.scheduler() instanceof Execution x && x.fault(label, probability);
    }

    @Override
    public OpKind kind() {
        return OpKind.FAULT;
    }
}
