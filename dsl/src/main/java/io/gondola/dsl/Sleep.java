package io.gondola.dsl;

import io.gondola.dsl.engine.Durations;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Nanos;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Visible;

/**
 * Waits for a time.
 *
 * @go runtime/time.go, {@code timeSleep}
 */
final class Sleep extends Operation<Unit> implements Visible {
    private final long nanos;

    Sleep(long nanos) {
        this.nanos = nanos;
    }

    @Override
    public Object exec(Fiber f) {
        if (!f.step()) {
            return f.yieldThen(this);
        }
        if (nanos <= 0) {
            return Unit.UNIT;
        }
        return f.park(f.isInCancelScope() ? new Nap(nanos) : this);
    }

    @Override
    public void commit(Fiber f) {
        f.scheduler().sleepUntil(f, Nanos.after(f.scheduler().nanoTime(), nanos));
    }

    @Override
    public Object resumed(Fiber f) {
        return Unit.UNIT;
    }

    @Override
    public String waitReason() {
        return "sleep";
    }

    @Override
    public OpKind kind() {
        return OpKind.SLEEP;
    }

    @Override
    public void outline(Outline out) {
        out.line("sleep " + Durations.text(nanos));
    }
}
