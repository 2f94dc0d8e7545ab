package io.gondola.dsl;

import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Variable;
import io.vavr.CheckedFunction1;
import java.util.Objects;

/**
 * A variable that goroutines share: a plain field, with no more order or atomicity than Go's.
 *
 * <p>Each access is a step of its own, so the deterministic scheduler may switch goroutines between any two of them;
 * {@link #update} is a read and a write, as Go's {@code x++} is. On real threads an unordered access may see an old
 * value.
 *
 * <pre>{@code
 * Shared<Integer> count = Shared.of(0);
 * Go<Unit> program = count.update(n -> n + 1).then(count.get()).flatMap(n -> println(n));
 * }</pre>
 *
 * @param <T> the type of the value; it may be null
 */
@CheckReturnValue
public abstract class Shared<T> {
    protected Shared() {}

    /** Makes a variable that holds {@code initial}. */
    public static <T> Shared<T> of(T initial) {
        return new Field<>(initial);
    }

    /** Names this variable, for reports. Returns this variable. */
    @CanIgnoreReturnValue
    public abstract Shared<T> named(String name);

    /** Reads. */
    public abstract Go<T> get();

    /** Writes. */
    public abstract Go<Unit> set(T value);

    /** Reads, applies {@code f}, writes, and yields what was written. Other goroutines may come between. */
    public Go<T> update(CheckedFunction1<? super T, ? extends T> f) {
        Objects.requireNonNull(f, "f");
        Go<T> read = get();
        return read.flatMap(old -> {
            T changed = f.apply(old);
            return Built.like(read, set(changed)).as(changed);
        });
    }

    private static final class Field<T> extends Shared<T> implements Variable {
        private final Go<T> get = new Immediate<>(OpKind.READ, this, this::read);
        private T value;
        private String name = "shared";

        Field(T initial) {
            value = initial;
        }

        private T read() {
            return value;
        }

        @CanIgnoreReturnValue
        @Override
        public Shared<T> named(String newName) {
            name = Objects.requireNonNull(newName, "name");
            return this;
        }

        @Override
        public Go<T> get() {
            return Built.here(get);
        }

        @Override
        public Go<Unit> set(T newValue) {
            return new Immediate<>(OpKind.WRITE, this, () -> {
                value = newValue;
                return Unit.UNIT;
            });
        }

        @Override
        public String variableName() {
            return name;
        }

        @Override
        public Object variableValue() {
            return value;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
