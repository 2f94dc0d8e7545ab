package io.gondola.dsl.engine;

import org.jspecify.annotations.Nullable;

/** A goroutine whose budget is used up, or that gave way: it queues again and goes on with {@code next}. */
final class Preempted extends Instruction {
    private final Instruction next;

    Preempted(Instruction next) {
        this.next = next;
    }

    Instruction next() {
        return next;
    }

    @Override
    public @Nullable Object exec(Fiber f) throws Throwable {
        return next.exec(f);
    }

    @Override
    public void commit(Fiber f) {
        f.scheduler().preempted(f);
    }

    @Override
    public @Nullable Object resumed(Fiber f) throws Throwable {
        return next.exec(f);
    }

    @Override
    public void dropped(Fiber f) {
        next.droppedBefore(f);
    }

    @Override
    public @Nullable Object site() {
        return next.site();
    }
}
