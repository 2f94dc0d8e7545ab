package io.gondola.time;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Instruction;
import io.gondola.dsl.engine.Nanos;
import io.gondola.dsl.engine.OpKind;
import io.gondola.sync.step.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A timer that starts a goroutine.
 *
 * @go time/sleep.go, {@code AfterFunc}, {@code goFunc}
 */
final class Starting extends Timer {
    private final Instruction body;
    private final Task task;
    private final Go<Boolean> stop;

    Starting(Fiber maker, long nanos, Instruction body) {
        this.body = body;
        task = new Task(maker);
        stop = new Step<>(OpKind.TIMER_SET, task, f -> task.stop());
        start(maker, nanos);
    }

    @CanIgnoreReturnValue
    private boolean start(Fiber f, long nanos) {
        Fiber g = f.child(body);
        return task.restart(nanos, () -> task.goroutine = g);
    }

    @Override
    public ReceiveChannel<Instant> channel() {
        return Channel.nil();
    }

    @Override
    public Go<Boolean> stop() {
        return Built.here(stop);
    }

    @Override
    public Go<Boolean> reset(Duration d) {
        long nanos = Nanos.of(Objects.requireNonNull(d, "d"));
        return new Step<>(OpKind.TIMER_SET, task, f -> start(f, nanos));
    }

    @Override
    public String toString() {
        return "timer of afterFunc";
    }

    private static final class Task extends Alarm {
        /** The next one to start. Written while the task is not armed; read by {@link #fire}. */
        private @Nullable Fiber goroutine;

        Task(Fiber maker) {
            super(maker);
        }

        @Override
        @SuppressWarnings("NullAway") // what is armed has one
        protected long fire(long now) {
            scheduler().spawn(goroutine);
            goroutine = null;
            return Long.MAX_VALUE;
        }
    }
}
