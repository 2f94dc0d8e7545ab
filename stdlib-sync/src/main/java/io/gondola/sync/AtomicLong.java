package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Built;

/**
 * A {@code long} that goroutines share. Its operations are atomic and sequentially consistent; arithmetic wraps around.
 *
 * @go sync/atomic/type.go, {@code Int64}
 */
@CheckReturnValue
public class AtomicLong {
    private final java.util.concurrent.atomic.AtomicLong value;
    private final Location location;
    private final Go<Long> load;

    /** Makes a variable that holds 0. */
    public AtomicLong() {
        this(0);
    }

    /** Makes a variable that holds {@code initial}. */
    public AtomicLong(long initial) {
        java.util.concurrent.atomic.AtomicLong v = new java.util.concurrent.atomic.AtomicLong(initial);
        value = v;
        location = new Location(v::get);
        load = location.load(f -> v.get());
    }

    /**
     * Names this variable, for reports; to be called before it is used.
     *
     * @return this variable
     * @throws NullPointerException if {@code name} is null
     */
    @CanIgnoreReturnValue
    public AtomicLong named(String name) {
        location.named(name);
        return this;
    }

    /**
     * Reads.
     *
     * @return a program; the same one at each call
     */
    public Go<Long> load() {
        return Built.here(load);
    }

    /** Writes. */
    public Go<Unit> store(long newValue) {
        return location.store(f -> {
            value.set(newValue);
            return Unit.UNIT;
        });
    }

    /** Adds, and yields the new value. */
    public Go<Long> add(long delta) {
        return location.update(f -> value.addAndGet(delta));
    }

    /** Writes, and yields the old value. */
    public Go<Long> swap(long newValue) {
        return location.update(f -> value.getAndSet(newValue));
    }

    /** Keeps the bits of {@code mask} only, and yields the old value. */
    public Go<Long> and(long mask) {
        return location.update(f -> value.getAndUpdate(v -> v & mask));
    }

    /** Sets the bits of {@code mask}, and yields the old value. */
    public Go<Long> or(long mask) {
        return location.update(f -> value.getAndUpdate(v -> v | mask));
    }

    /** Writes if the value is {@code expected}, and yields whether it was. */
    public Go<Boolean> compareAndSwap(long expected, long newValue) {
        return location.update(f -> value.compareAndSet(expected, newValue));
    }

    /**
     * The same location without order or atomicity: a read or write of the plain variable, a mistake in most programs.
     */
    public Shared<Long> plain() {
        return location.plain(value::getPlain, value::setPlain);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
