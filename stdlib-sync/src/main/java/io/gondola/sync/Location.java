package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Variable;
import io.gondola.sync.step.Step;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What the operations on an atomic variable are about: its name and value for reports, and one identity for all. */
final class Location implements Variable {
    private final Supplier<?> value;
    private String name = "atomic";

    Location(Supplier<?> value) {
        this.value = value;
    }

    void named(String newName) {
        name = Objects.requireNonNull(newName, "name");
    }

    <A> Go<A> load(Step.Action<? extends A> action) {
        return new Step<>(OpKind.ATOMIC_LOAD, this, action);
    }

    Go<Unit> store(Step.Action<Unit> action) {
        return new Step<>(OpKind.ATOMIC_STORE, this, action);
    }

    <A> Go<A> update(Step.Action<? extends A> action) {
        return new Step<>(OpKind.ATOMIC_UPDATE, this, action);
    }

    <A> Shared<A> plain(Supplier<A> read, Consumer<A> write) {
        return new Plain<>(this, read, write);
    }

    @Override
    public String variableName() {
        return name;
    }

    @Override
    public Object variableValue() {
        return value.get();
    }
}
