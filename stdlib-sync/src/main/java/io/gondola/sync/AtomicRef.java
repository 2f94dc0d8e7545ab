package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Built;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A reference that goroutines share. Its operations are atomic and sequentially consistent.
 *
 * <p>Differences from Go: it stands for {@code atomic.Pointer} and for {@code atomic.Value}. {@link #compareAndSwap}
 * compares identity, as the former does; for numbers use {@link AtomicInt} or {@link AtomicLong}.
 *
 * @param <T> the type of the object; it may be null
 * @go sync/atomic/type.go, {@code Pointer}
 */
@CheckReturnValue
public class AtomicRef<T extends @Nullable Object> {
    private final AtomicReference<T> value;
    private final Location location;
    private final Go<T> load;

    /** Makes a variable that holds {@code initial}, which may be null. */
    public AtomicRef(T initial) {
        AtomicReference<T> v = new AtomicReference<>(initial);
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
    public AtomicRef<T> named(String name) {
        location.named(name);
        return this;
    }

    /**
     * Reads.
     *
     * @return a program; the same one at each call
     */
    public Go<T> load() {
        return Built.here(load);
    }

    /** Writes. */
    public Go<Unit> store(T newValue) {
        return location.store(f -> {
            value.set(newValue);
            return Unit.UNIT;
        });
    }

    /** Writes, and yields the old value. */
    public Go<T> swap(T newValue) {
        return location.update(f -> value.getAndSet(newValue));
    }

    /** Writes if the value is the very object {@code expected}, and yields whether it was. */
    public Go<Boolean> compareAndSwap(T expected, T newValue) {
        return location.update(f -> value.compareAndSet(expected, newValue));
    }

    /**
     * The same location without order or atomicity: a read or write of the plain variable, a mistake in most programs.
     */
    public Shared<T> plain() {
        return location.plain(value::getPlain, value::setPlain);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
