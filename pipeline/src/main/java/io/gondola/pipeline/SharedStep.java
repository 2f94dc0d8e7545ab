package io.gondola.pipeline;

import io.gondola.dsl.Operation;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import io.gondola.scheduler.SpinLock;

/** What a goroutine does in one step with an object that it shares with others of its pipeline. */
abstract class SharedStep extends Operation<Object> implements Visible {
    private final Object shared;

    SharedStep(Object shared) {
        this.shared = shared;
    }

    @Override
    public final OpKind kind() {
        return OpKind.USE;
    }

    @Override
    public final Object subject() {
        return shared;
    }

    @Override
    public final Object waitsOn() {
        return shared;
    }

    /** A step that asks to park while it holds the object's lock. */
    abstract static class Locking extends SharedStep {
        private final SpinLock lock;

        Locking(SpinLock lock) {
            super(lock);
            this.lock = lock;
        }

        @Override
        public final void abort() {
            lock.unlock();
        }
    }
}
