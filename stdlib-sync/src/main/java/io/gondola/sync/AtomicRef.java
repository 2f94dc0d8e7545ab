package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Variable;
import io.gondola.sync.step.Step;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

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
public class AtomicRef<T> {
    private final Location<T> value;
    private final Go<T> load;

    /** Makes a variable that holds {@code initial}, which may be null. */
    public AtomicRef(T initial) {
        Location<T> v = new Location<>(initial);
        value = v;
        load = new Step<>(OpKind.ATOMIC_LOAD, v, f -> v.get());
    }

    /**
     * Names this variable, for reports; to be called before it is used.
     *
     * @return this variable
     * @throws NullPointerException if {@code name} is null
     */
    @CanIgnoreReturnValue
    public AtomicRef<T> named(String name) {
        value.name = Objects.requireNonNull(name, "name");
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
        return new Step<>(OpKind.ATOMIC_STORE, value, f -> {
            value.set(newValue);
            return Unit.UNIT;
        });
    }

    /** Writes, and yields the old value. */
    public Go<T> swap(T newValue) {
        return new Step<>(OpKind.ATOMIC_UPDATE, value, f -> value.getAndSet(newValue));
    }

    /** Writes if the value is the very object {@code expected}, and yields whether it was. */
    public Go<Boolean> compareAndSwap(T expected, T newValue) {
        return new Step<>(OpKind.ATOMIC_UPDATE, value, f -> value.compareAndSet(expected, newValue));
    }

    /**
     * The same location without order or atomicity: a read or write of the plain variable, a mistake in most programs.
     */
    public Shared<T> plain() {
        return new Plain<>(value, value::getPlain, value::setPlain);
    }

    @Override
    public String toString() {
        return value.toString();
    }

    private static final class Location<T> extends AtomicReference<T> implements Variable {
        private static final long serialVersionUID = 1L;
        private String name = "atomic";

        Location(T initial) {
            super(initial);
        }

        @Override
        public String variableName() {
            return name;
        }

        @Override
        public Object variableValue() {
            return get();
        }
    }
}
