package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Nanos;
import io.gondola.scheduler.Program;
import io.gondola.scheduler.TimerTask;

/** A {@link Sleep} that may be given up: it has a timer that can be stopped, which costs more. */
final class Nap extends Operation<Unit> {
    private final long nanos;

    Nap(long nanos) {
        this.nanos = nanos;
    }

    @Override
    public Object exec(Fiber f) {
        throw new AssertionError("a nap is parked with at once");
    }

    @Override
    public void commit(Fiber f) {
        Alarm alarm = new Alarm(f);
        f.element(alarm);
        f.scheduler().arm(alarm, Nanos.after(f.scheduler().nanoTime(), nanos));
    }

    @Override
    public Object resumed(Fiber f) {
        f.element(null);
        return Unit.UNIT;
    }

    @Override
    @SuppressWarnings("NullAway") // it has an alarm while it waits
    public boolean withdraw(Fiber f) {
        return f.scheduler().disarm((Alarm) f.element());
    }

    @Override
    public String waitReason() {
        return "sleep";
    }

    private static final class Alarm extends TimerTask {
        private final Fiber f;

        Alarm(Fiber f) {
            this.f = f;
        }

        @Override
        protected long fire(long now) {
            f.wake();
            return Long.MAX_VALUE;
        }

        @Override
        protected Program program() {
            return f.program();
        }
    }
}
