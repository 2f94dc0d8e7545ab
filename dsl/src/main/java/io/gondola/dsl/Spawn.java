package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Instruction;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Visible;
import org.jspecify.annotations.Nullable;

/**
 * Starts a goroutine.
 *
 * @go runtime/proc.go, {@code newproc}
 */
final class Spawn extends Operation<Unit> implements Visible {
    private final @Nullable String name;
    private final Instruction start;

    Spawn(@Nullable String name, Go<?> body) {
        this.name = name;
        this.start = Fiber.starting(name, body);
    }

    @Override
    public Object exec(Fiber f) {
        if (!f.step()) {
            return f.yieldThen(this);
        }
        f.spawn(start);
        return Unit.UNIT;
    }

    @Override
    public OpKind kind() {
        return OpKind.SPAWN;
    }

    @Override
    public void outline(Outline out) {
        out.line(name == null ? "go" : "go " + out.shown(name));
        out.inner(start);
    }
}
