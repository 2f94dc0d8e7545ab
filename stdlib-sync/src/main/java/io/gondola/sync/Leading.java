package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Goexit;
import io.gondola.dsl.engine.Unwinding;
import io.vavr.control.Try;
import java.util.concurrent.CancellationException;

/**
 * Runs the body of a {@link Flight}, and lets the flight land whatever becomes of the body.
 *
 * @go singleflight/singleflight.go, {@code Group.doCall}
 */
final class Leading<V> extends Go<SingleFlight.Result<V>> {
    private final Flight<V> flight;
    private final Go<? extends Try<? extends V>> body;
    private final Runnable leaveMap;

    Leading(Flight<V> flight, Go<? extends V> body, Runnable leaveMap) {
        this.flight = flight;
        this.body = body.attempt();
        this.leaveMap = leaveMap;
    }

    @Override
    public Object exec(Fiber f) {
        f.push(new Flying());
        return f.call(body);
    }

    private final class Flying extends Frame {
        @Override
        @SuppressWarnings("unchecked") // the body yields a Try
        public Object resume(Fiber f, Object value) {
            f.pop();
            return f.call(flight.land(leaveMap, (Try<V>) value));
        }

        @Override
        public Object unwind(Fiber f, Unwinding u) {
            f.push(new Unwound(u));
            Try<V> left = u instanceof Goexit
                    ? null
                    : Try.failure(new CancellationException("singleflight: the goroutine left the body"));
            return f.call(flight.land(leaveMap, left));
        }
    }

    /** The flight has landed; after that the unwinding goes on. */
    private static final class Unwound extends Frame {
        private final Unwinding pending;

        Unwound(Unwinding pending) {
            this.pending = pending;
        }

        @Override
        public Object resume(Fiber f, Object ignored) {
            f.pop();
            return f.unwind(pending);
        }
    }
}
