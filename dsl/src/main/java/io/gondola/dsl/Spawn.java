package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Instruction;

/**
 * Starts a goroutine.
 *
 * @go runtime/proc.go, {@code newproc}
 */
final class Spawn extends Operation<Unit> {
    private final String name;
    private final Instruction start;

    Spawn(String name, Go<?> body) {
        this.name = name;
        this.start = Fiber.starting(body);
    }

    /** The goroutine's name; null if it has none. */
    String name() {
        return name;
    }

    @Override
    public Object exec(Fiber f) {
        if (!f.step()) {
            return f.yieldThen(this);
        }
        f.spawn(start, this);
        return Unit.UNIT;
    }
}
