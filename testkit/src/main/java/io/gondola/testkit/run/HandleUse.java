package io.gondola.testkit.run;

import io.gondola.dsl.Operation;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;

/** A goroutine uses the handle of the running test. */
public final class HandleUse extends Operation<Unit> implements Visible {
    @Override
    public Object exec(Fiber f) {
        return f.step() ? Unit.UNIT : f.yieldThen(this);
    }

    @Override
    public OpKind kind() {
        return OpKind.HANDLE;
    }

    @Override
    public Object subject() {
        return OpKind.HANDLE;
    }
}
