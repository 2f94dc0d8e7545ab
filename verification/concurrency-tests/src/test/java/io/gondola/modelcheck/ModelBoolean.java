package io.gondola.modelcheck;

/** Stands for {@link java.util.concurrent.atomic.AtomicBoolean}. */
public final class ModelBoolean {
    private boolean value;

    public ModelBoolean() {}

    public ModelBoolean(boolean initial) {
        value = initial;
    }

    private void reads() {
        Hooks.read(this, "value");
    }

    private void writes() {
        Hooks.write(this, "value");
    }

    public boolean get() {
        reads();
        return value;
    }

    public boolean getOpaque() {
        reads();
        return value;
    }

    public boolean getAcquire() {
        reads();
        return value;
    }

    public boolean getPlain() {
        reads();
        return value;
    }

    public void set(boolean v) {
        writes();
        value = v;
    }

    public void lazySet(boolean v) {
        writes();
        value = v;
    }

    public void setRelease(boolean v) {
        writes();
        value = v;
    }

    public void setOpaque(boolean v) {
        writes();
        value = v;
    }

    public void setPlain(boolean v) {
        writes();
        value = v;
    }

    public boolean compareAndSet(boolean expected, boolean v) {
        writes();
        if (value != expected) {
            return false;
        }
        value = v;
        return true;
    }

    public boolean getAndSet(boolean v) {
        writes();
        boolean old = value;
        value = v;
        return old;
    }
}
