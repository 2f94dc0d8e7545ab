package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;

/**
 * Locks the goroutine to a thread.
 *
 * @go runtime/proc.go, {@code LockOSThread}
 */
final class LockThread extends Operation<Unit> implements Visible {
    static final LockThread INSTANCE = new LockThread();

    private LockThread() {}

    @Override
    public Object exec(Fiber f) {
        if (!f.step()) {
            return f.yieldThen(this);
        }
        return f.scheduler().lockThread(f) ? Unit.UNIT : f.park(this);
    }

    @Override
    public void commit(Fiber f) {
        f.scheduler().runLocked(f);
    }

    @Override
    public Object resumed(Fiber f) {
        return Unit.UNIT;
    }

    @Override
    public OpKind kind() {
        return OpKind.THREAD;
    }
}
