package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Visible;

/**
 * Takes one lock of the goroutine to a thread back.
 *
 * @go runtime/proc.go, {@code UnlockOSThread}
 */
final class UnlockThread extends Operation<Unit> implements Visible {
    static final UnlockThread INSTANCE = new UnlockThread();

    private UnlockThread() {}

    @Override
    public Object exec(Fiber f) {
        if (!f.step()) {
            return f.yieldThen(this);
        }
        f.scheduler().unlockThread(f);
        return Unit.UNIT;
    }

    @Override
    public void outline(Outline out) {
        out.line("unlock thread");
    }

    @Override
    public OpKind kind() {
        return OpKind.THREAD;
    }
}
