package io.gondola.dsl.engine;

import org.jspecify.annotations.Nullable;

/** What a goroutine that has ended does: nothing any more. */
final class Dead extends Instruction {
    static final Dead INSTANCE = new Dead(null);

    private final @Nullable Runnable after;

    /** {@code after} runs when the goroutine has ended; null if there is nothing to do. */
    Dead(@Nullable Runnable after) {
        this.after = after;
    }

    @Override
    public Object exec(Fiber f) {
        throw new AssertionError("goroutine " + f.id() + " runs after its end");
    }

    @Override
    public void commit(Fiber f) {
        f.forget();
        f.scheduler().ended(f);
        if (after != null) {
            after.run();
        }
    }
}
