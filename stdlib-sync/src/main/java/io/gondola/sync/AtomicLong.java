package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.OpKind;
import io.gondola.sync.step.Step;

/**
 * A {@code long} that goroutines share. Its operations are atomic and sequentially consistent; arithmetic wraps around.
 *
 * @go sync/atomic/type.go, {@code Int64}
 */
public class AtomicLong {
    private final java.util.concurrent.atomic.AtomicLong value;
    private final Go<Long> load;

    /** Makes a variable that holds 0. */
    public AtomicLong() {
        this(0);
    }

    /** Makes a variable that holds {@code initial}. */
    public AtomicLong(long initial) {
        java.util.concurrent.atomic.AtomicLong v = new java.util.concurrent.atomic.AtomicLong(initial);
        value = v;
        load = new Step<>(OpKind.ATOMIC_LOAD, v, f -> v.get());
    }

    /**
     * Reads.
     *
     * @return a program; the same one at each call
     */
    public Go<Long> load() {
        return load;
    }

    /** Writes. */
    public Go<Unit> store(long newValue) {
        return new Step<>(OpKind.ATOMIC_STORE, value, f -> {
            value.set(newValue);
            return Unit.UNIT;
        });
    }

    /** Adds, and yields the new value. */
    public Go<Long> add(long delta) {
        return new Step<>(OpKind.ATOMIC_UPDATE, value, f -> value.addAndGet(delta));
    }

    /** Writes, and yields the old value. */
    public Go<Long> swap(long newValue) {
        return new Step<>(OpKind.ATOMIC_UPDATE, value, f -> value.getAndSet(newValue));
    }

    /** Keeps the bits of {@code mask} only, and yields the old value. */
    public Go<Long> and(long mask) {
        return new Step<>(OpKind.ATOMIC_UPDATE, value, f -> value.getAndUpdate(v -> v & mask));
    }

    /** Sets the bits of {@code mask}, and yields the old value. */
    public Go<Long> or(long mask) {
        return new Step<>(OpKind.ATOMIC_UPDATE, value, f -> value.getAndUpdate(v -> v | mask));
    }

    /** Writes if the value is {@code expected}, and yields whether it was. */
    public Go<Boolean> compareAndSwap(long expected, long newValue) {
        return new Step<>(OpKind.ATOMIC_UPDATE, value, f -> value.compareAndSet(expected, newValue));
    }

    /** The same location without order or atomicity: a read or write of the plain variable, a mistake in most programs. */
    public Shared<Long> plain() {
        return new Plain<>(value, value::getPlain, value::setPlain);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
