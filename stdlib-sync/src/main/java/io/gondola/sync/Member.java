package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Leaving;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Sites;
import org.jspecify.annotations.Nullable;

/**
 * The body of a goroutine of a {@link WaitGroup}: leaves the group at its end, but not on a panic, which ends the
 * program before anybody who waits for the group can go on.
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
        f.push(new Telling(done));
        return f.call(body);
    }

    @Override
    public @Nullable Object site() {
        return Sites.of(body);
    }

    @Override
    public void outline(Outline out) {
        out.step(body);
    }

    private static final class Telling extends Leaving {
        private final Go<Unit> done;

        Telling(Go<Unit> done) {
            this.done = done;
        }

        @Override
        protected Object leave(Fiber f, boolean exits) {
            return f.call(exits ? done.then(Go.goexit()) : done);
        }
    }
}
