package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Signal;

/** The one frame of a loop: it stays on the stack for all iterations. */
abstract class LoopFrame extends Frame {
    /** The next body to execute; null ends the loop. */
    abstract Go<?> next() throws Throwable;

    /** The value of the whole loop. */
    Object result() throws Throwable {
        return Unit.UNIT;
    }

    /** Takes the value of the last body. */
    void yielded(Object value) throws Throwable {}

    final Object start(Fiber f) throws Throwable {
        f.push(this);
        return iterate(f);
    }

    @Override
    public boolean isLeftSilently() {
        return true;
    }

    @Override
    public final Object resume(Fiber f, Object value) throws Throwable {
        yielded(value);
        return iterate(f);
    }

    private Object iterate(Fiber f) throws Throwable {
        while (true) {
            Go<?> body = next();
            if (body == null) {
                Object result = result(); // still on the stack: a panic in it shows this loop's function
                f.pop();
                return result;
            }
            Object v = f.round() ? Shallow.execShallow(body, f) : f.call(body);
            if (v instanceof Signal) {
                return v;
            }
            yielded(v);
        }
    }
}
