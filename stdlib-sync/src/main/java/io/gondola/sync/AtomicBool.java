package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Built;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A {@code boolean} that goroutines share. Its operations are atomic and sequentially consistent.
 *
 * @go sync/atomic/type.go, {@code Bool}
 */
@CheckReturnValue
public class AtomicBool {
    private final AtomicBoolean value;
    private final Location location;
    private final Go<Boolean> load;

    /** Makes a variable that holds false. */
    public AtomicBool() {
        this(false);
    }

    /** Makes a variable that holds {@code initial}. */
    public AtomicBool(boolean initial) {
        AtomicBoolean v = new AtomicBoolean(initial);
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
    public AtomicBool named(String name) {
        location.named(name);
        return this;
    }

    /**
     * Reads.
     *
     * @return a program; the same one at each call
     */
    public Go<Boolean> load() {
        return Built.here(load);
    }

    /** Writes. */
    public Go<Unit> store(boolean newValue) {
        return location.store(f -> {
            value.set(newValue);
            return Unit.UNIT;
        });
    }

    /** Writes, and yields the old value. */
    public Go<Boolean> swap(boolean newValue) {
        return location.update(f -> value.getAndSet(newValue));
    }

    /** Writes if the value is {@code expected}, and yields whether it was. */
    public Go<Boolean> compareAndSwap(boolean expected, boolean newValue) {
        return location.update(f -> value.compareAndSet(expected, newValue));
    }

    /**
     * The same location without order or atomicity: a read or write of the plain variable, a mistake in most programs.
     */
    public Shared<Boolean> plain() {
        return location.plain(value::getPlain, value::setPlain);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
