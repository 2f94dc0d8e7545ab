package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;
import io.vavr.CheckedRunnable;

/** Java code that yields nothing. */
final class Run extends Operation<Unit> {
    private final CheckedRunnable code;

    Run(CheckedRunnable code) {
        this.code = code;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        if (!f.javaStep()) {
            return f.yieldThen(this);
        }
        code.run();
        return Unit.UNIT;
    }

    @Override
    public Object site() {
        return code;
    }

    @Override
    public void outline(Outline out) {
        out.line("run", code);
    }
}
