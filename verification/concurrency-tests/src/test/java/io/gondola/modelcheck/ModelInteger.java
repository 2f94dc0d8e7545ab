package io.gondola.modelcheck;

/** Stands for {@link java.util.concurrent.atomic.AtomicInteger}. */
public final class ModelInteger {
    private int value;

    public ModelInteger() {}

    public ModelInteger(int initial) {
        value = initial;
    }

    private void reads() {
        Hooks.read(this, "value");
    }

    private void writes() {
        Hooks.write(this, "value");
    }

    public int get() {
        reads();
        return value;
    }

    public int getOpaque() {
        reads();
        return value;
    }

    public int getAcquire() {
        reads();
        return value;
    }

    public int getPlain() {
        reads();
        return value;
    }

    public void set(int v) {
        writes();
        value = v;
    }

    public void lazySet(int v) {
        writes();
        value = v;
    }

    public void setRelease(int v) {
        writes();
        value = v;
    }

    public void setOpaque(int v) {
        writes();
        value = v;
    }

    public void setPlain(int v) {
        writes();
        value = v;
    }

    public boolean compareAndSet(int expected, int v) {
        writes();
        if (value != expected) {
            return false;
        }
        value = v;
        return true;
    }

    public int getAndSet(int v) {
        writes();
        int old = value;
        value = v;
        return old;
    }

    public int incrementAndGet() {
        writes();
        return ++value;
    }

    public int decrementAndGet() {
        writes();
        return --value;
    }

    public int getAndIncrement() {
        writes();
        return value++;
    }

    public int getAndDecrement() {
        writes();
        return value--;
    }

    public int addAndGet(int delta) {
        writes();
        value += delta;
        return value;
    }

    public int getAndAdd(int delta) {
        writes();
        int old = value;
        value += delta;
        return old;
    }
}
