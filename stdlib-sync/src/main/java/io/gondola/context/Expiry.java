package io.gondola.context;

import io.gondola.dsl.engine.Fiber;
import io.gondola.scheduler.Program;
import io.gondola.scheduler.Scheduler;
import io.gondola.scheduler.TimerTask;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The timer of a deadline: starts the goroutine that ends the context. */
final class Expiry extends TimerTask {
    private final Scheduler scheduler;
    private final Program program;
    private final @Nullable Fiber goroutine;
    private final Instant at;

    Expiry(Fiber maker, @Nullable Fiber goroutine, Instant at) {
        this.scheduler = maker.scheduler();
        this.program = maker.program();
        this.goroutine = goroutine;
        this.at = at;
    }

    void start(long deadline) {
        scheduler.arm(this, deadline);
    }

    void stop() {
        scheduler.disarm(this);
    }

    @Override
    @SuppressWarnings("NullAway") // one without a goroutine is never started
    protected long fire(long now) {
        scheduler.spawn(goroutine);
        return Long.MAX_VALUE;
    }

    @Override
    protected Program program() {
        return program;
    }

    @Override
    public String toString() {
        return Deadlines.text(at, scheduler.now());
    }
}
