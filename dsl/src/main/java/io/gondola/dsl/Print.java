package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import io.vavr.CheckedFunction0;

/** Writes to the runtime's output. */
final class Print extends Operation<Unit> implements Visible {
    private final CheckedFunction0<String> text;

    Print(CheckedFunction0<String> text) {
        this.text = text;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        if (!f.step()) {
            return f.yieldThen(this);
        }
        f.program().print(text.apply());
        return Unit.UNIT;
    }

    @Override
    public OpKind kind() {
        return OpKind.PRINT;
    }

    @Override
    public Object subject() {
        return OpKind.PRINT;
    }
}
