package io.gondola.modelcheck;

/** Stands for {@link java.util.concurrent.locks.ReentrantLock}, and for monitors. */
public final class ModelLock {
    private ModelThread owner;
    private int holds;

    public void lock() {
        if (Execution.isOn()) {
            ModelThread t = ModelThread.currentThread();
            if (owner != t) {
                Execution.current().announce(this, "lock", Access.Action.TAKE, () -> owner == null);
                owner = t;
            }
            holds++;
        }
    }

    public void unlock() {
        if (Execution.isOn() && --holds == 0) {
            Execution.current().announce(this, "lock", Access.Action.FREE, null);
            owner = null;
        }
    }
}
