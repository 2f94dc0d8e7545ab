package io.gondola.dsl.engine;

import org.jspecify.annotations.Nullable;

/** What a goroutine goes on with whose wait was given up: it leaves the scope. */
final class GiveUp extends Instruction {
    private final CancelScope scope;

    /** What must be done before, as long as nobody else may; null if there is nothing. */
    private final @Nullable Instruction first;

    GiveUp(CancelScope scope, @Nullable Instruction first) {
        this.scope = scope;
        this.first = first;
    }

    @Override
    public Object exec(Fiber f) {
        f.element(null);
        Breaking breaking = scope.breaking();
        if (first == null) {
            return f.unwind(breaking);
        }
        f.push(new UnwindAfter(breaking));
        return f.call(first);
    }

    @Override
    public Object resumed(Fiber f) {
        return exec(f);
    }

    @Override
    public void dropped(Fiber f) {
        if (first != null) {
            first.droppedBefore(f);
        }
    }
}
