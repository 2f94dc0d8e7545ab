package io.gondola.testkit.run;

import io.gondola.dsl.Operation;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;

/** Notes that a point of the program was reached. */
public final class Sometimes extends Operation<Unit> {
    private final String label;

    public Sometimes(String label) {
        this.label = label;
    }

    @Override
    public Object exec(Fiber f) {
        if (f.scheduler() instanceof Execution x) {
            x.reached(label);
        }
        return Unit.UNIT;
    }
}
