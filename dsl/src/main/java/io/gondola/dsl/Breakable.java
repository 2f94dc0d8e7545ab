package io.gondola.dsl;

import io.gondola.dsl.engine.Breaking;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Signal;
import io.gondola.dsl.engine.Sites;
import io.gondola.dsl.engine.Unwinding;
import io.vavr.CheckedFunction1;
import org.jspecify.annotations.Nullable;

/** A block that can be left from any depth inside it. */
final class Breakable<R> extends Shallow<R> {
    private final CheckedFunction1<? super Break<R>, ? extends Go<? extends R>> body;

    Breakable(CheckedFunction1<? super Break<R>, ? extends Go<? extends R>> body) {
        this.body = body;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        Block<R> block = new Block<>(Sites.token(body));
        f.push(block);
        return f.call(Checks.program(body.apply(block), "breakable"));
    }

    @Override
    public Object site() {
        return body;
    }

    @Override
    public void outline(Outline out) {
        out.function("breakable", body);
    }

    private static final class Block<R> extends Frame implements Break<R> {
        private final @Nullable Object site;

        Block(@Nullable Object site) {
            this.site = site;
        }

        @Override
        public @Nullable Object resume(Fiber f, @Nullable Object value) {
            f.pop();
            detach();
            return value;
        }

        @Override
        public @Nullable Object unwind(Fiber f, Unwinding u) {
            detach();
            return u instanceof Breaking exit && exit.target() == this ? exit.result() : Signal.UNWIND;
        }

        @Override
        public <B> Go<B> exit(R result) {
            return new Leave<>(this, result);
        }

        @Override
        public <B> Go<B> exit() {
            return new Leave<>(this, Unit.UNIT);
        }

        @Override
        public @Nullable Object site() {
            return site;
        }
    }

    private static final class Leave<B> extends Operation<B> {
        private final Frame block;
        private final Object result;

        Leave(Frame block, Object result) {
            this.block = block;
            this.result = result;
        }

        @Override
        public Object exec(Fiber f) {
            if (!f.has(block)) {
                throw new IllegalStateException(
                        "exit: the block has ended, or belongs to another goroutine: goroutine=" + f.id());
            }
            return f.unwind(new Breaking(block, result));
        }
    }
}
