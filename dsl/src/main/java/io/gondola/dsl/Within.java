package io.gondola.dsl;

import io.gondola.dsl.engine.CancelScope;
import io.gondola.dsl.engine.Durations;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Nanos;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Outline;
import io.gondola.scheduler.Program;
import io.gondola.scheduler.TimerTask;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A program whose waits are given up after a time. */
final class Within<A> extends Go<A> {
    /*
     * As with a context's deadline the timer does not cancel the scope itself, which may stop other timers, but starts
     * a goroutine that does.
     */
    private final Go<A> body;
    private final long nanos;
    private final Supplier<? extends A> otherwise;

    Within(Go<A> body, Duration limit, Supplier<? extends A> otherwise) {
        this.body = body;
        this.nanos = Nanos.of(limit);
        this.otherwise = otherwise;
    }

    @Override
    public Object exec(Fiber f) {
        Limit limit = new Limit(f);
        Go<Unit> expire = new Immediate<>(OpKind.OTHER, null, () -> {
            limit.cancel(otherwise.get());
            return Unit.UNIT;
        });
        limit.canceller = f.child(expire);
        limit.enter(f);
        f.scheduler().arm(limit.timer, Nanos.after(f.scheduler().nanoTime(), nanos));
        return f.call(body);
    }

    @Override
    public void outline(Outline out) {
        out.line("within " + Durations.text(nanos));
        out.inner(body);
    }

    private static final class Limit extends CancelScope {
        private final Fiber f;
        private final Timer timer = new Timer();
        private @Nullable Fiber canceller;

        Limit(Fiber f) {
            this.f = f;
        }

        @Override
        protected void left() {
            f.scheduler().disarm(timer);
        }

        private final class Timer extends TimerTask {
            @Override
            @SuppressWarnings("NullAway") // the body has begun, and with it there is a canceller
            protected long fire(long now) {
                f.scheduler().spawn(canceller);
                return Long.MAX_VALUE;
            }

            @Override
            protected Program program() {
                return f.program();
            }
        }
    }
}
