package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Leaving;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Sites;
import org.jspecify.annotations.Nullable;

/** The body of a goroutine that tells others of its end, as {@link Leaving} says. */
final class Member extends Go<Unit> {
    private final Go<?> body;
    private final Go<Unit> tell;

    Member(Go<?> body, Go<Unit> tell) {
        this.body = body;
        this.tell = tell;
    }

    @Override
    public Object exec(Fiber f) {
        f.push(new Telling(tell));
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
        private final Go<Unit> tell;

        Telling(Go<Unit> tell) {
            this.tell = tell;
        }

        @Override
        protected Object leave(Fiber f, boolean exits) {
            return f.call(exits ? tell.then(Go.goexit()) : tell);
        }
    }
}
