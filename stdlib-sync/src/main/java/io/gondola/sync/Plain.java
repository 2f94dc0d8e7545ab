package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.OpKind;
import io.gondola.sync.step.Step;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Plain access to the location of an atomic variable. */
final class Plain<T> extends Shared<T> {
    private final Object location;
    private final Go<T> get;
    private final Consumer<T> write;
    private String name = "atomic";

    /** {@code location} is the object that the atomic operations use. */
    Plain(Object location, Supplier<T> read, Consumer<T> write) {
        this.location = location;
        this.get = new Step<>(OpKind.READ, location, f -> read.get());
        this.write = write;
    }

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
    public Go<Unit> set(T value) {
        return new Step<>(OpKind.WRITE, location, f -> {
            write.accept(value);
            return Unit.UNIT;
        });
    }

    @Override
    public String toString() {
        return name;
    }
}
