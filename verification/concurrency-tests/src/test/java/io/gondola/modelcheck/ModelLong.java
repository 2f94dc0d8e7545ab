package io.gondola.modelcheck;

/** Stands for {@link java.util.concurrent.atomic.AtomicLong}. */
public final class ModelLong {
    private long value;

    public ModelLong() {}

    public ModelLong(long initial) {
        value = initial;
    }

    private void reads() {
        Hooks.read(this, "value");
    }

    private void writes() {
        Hooks.write(this, "value");
    }

    public long get() {
        reads();
        return value;
    }

    public long getOpaque() {
        reads();
        return value;
    }

    public long getAcquire() {
        reads();
        return value;
    }

    public long getPlain() {
        reads();
        return value;
    }

    public void set(long v) {
        writes();
        value = v;
    }

    public void lazySet(long v) {
        writes();
        value = v;
    }

    public void setRelease(long v) {
        writes();
        value = v;
    }

    public void setOpaque(long v) {
        writes();
        value = v;
    }

    public void setPlain(long v) {
        writes();
        value = v;
    }

    public boolean compareAndSet(long expected, long v) {
        writes();
        if (value != expected) {
            return false;
        }
        value = v;
        return true;
    }

    public long getAndSet(long v) {
        writes();
        long old = value;
        value = v;
        return old;
    }

    public long incrementAndGet() {
        writes();
        return ++value;
    }

    public long decrementAndGet() {
        writes();
        return --value;
    }

    public long getAndIncrement() {
        writes();
        return value++;
    }

    public long getAndDecrement() {
        writes();
        return value--;
    }

    public long addAndGet(long delta) {
        writes();
        value += delta;
        return value;
    }

    public long getAndAdd(long delta) {
        writes();
        long old = value;
        value += delta;
        return old;
    }
}
