package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Panicking;
import io.gondola.dsl.engine.Signal;
import io.gondola.dsl.engine.Unwinding;

/**
 * The body of a goroutine of a {@link WaitGroup}: leaves the group at its end, but not on a panic, which ends the program
 * before anybody who waits for the group can go on.
 *
 * @go sync/waitgroup.go, {@code WaitGroup.Go}
 */
final class Member extends Go<Unit> {
    private final Go<?> body;
    private final Go<Unit> done;

    Member(Go<?> body, Go<Unit> done) {
        this.body = body;
        this.done = done;
    }

    @Override
    public Object exec(Fiber f) {
        f.push(new Leaving(done));
        return f.call(body);
    }

    @Override
    public Object site() {
        return body.site();
    }

    @Override
    public void outline(Outline out) {
        out.step(body);
    }

    private static final class Leaving extends Frame {
        private final Go<Unit> done;

        Leaving(Go<Unit> done) {
            this.done = done;
        }

        @Override
        public Object resume(Fiber f, Object value) {
            f.pop();
            return f.call(done);
        }

        @Override
        public Object unwind(Fiber f, Unwinding u) {
            // Nothing but a goexit or a panic leaves a goroutine's outermost frame.
            return u instanceof Panicking ? Signal.UNWIND : f.call(done.then(Go.goexit()));
        }
    }
}
