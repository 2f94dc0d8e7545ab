package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Goexit;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Panicking;
import io.gondola.dsl.engine.Signal;
import io.gondola.dsl.engine.Sites;
import io.gondola.dsl.engine.Unwinding;
import io.vavr.CheckedFunction1;
import org.jspecify.annotations.Nullable;

/** One program, then a handler if it panics. */
final class Recover<A> extends Shallow<A> {
    private final Go<A> body;
    private final CheckedFunction1<? super Panic, ? extends Go<?>> handler;

    /** Whether the panic goes on after the handler. */
    private final boolean repanics;

    Recover(Go<A> body, CheckedFunction1<? super Panic, ? extends Go<?>> handler, boolean repanics) {
        this.body = body;
        this.handler = handler;
        this.repanics = repanics;
    }

    @Override
    public Object exec(Fiber f) {
        f.push(new Guard(handler, repanics));
        return f.call(body);
    }

    @Override
    public void outline(Outline out) {
        out.line("do");
        out.inner(body);
        out.function(repanics ? "onPanic" : "recover", handler);
    }

    private static final class Guard extends Frame {
        private final CheckedFunction1<? super Panic, ? extends Go<?>> handler;
        private final boolean repanics;

        Guard(CheckedFunction1<? super Panic, ? extends Go<?>> handler, boolean repanics) {
            this.handler = handler;
            this.repanics = repanics;
        }

        @Override
        public @Nullable Object resume(Fiber f, @Nullable Object value) {
            f.pop();
            return value;
        }

        @Override
        public Object unwind(Fiber f, Unwinding u) throws Throwable {
            if (!(u instanceof Panicking p)) {
                return Signal.UNWIND;
            }
            if (!repanics) {
                p.markRecovered();
            }
            f.push(new Handling(p, Sites.token(handler), repanics));
            Panic panic = Panic.of(p);
            return f.call(Checks.program(handler.apply(panic), repanics ? "onPanic" : "recover"));
        }

        @Override
        public Object site() {
            return handler;
        }
    }

    private static final class Handling extends Frame {
        private final Panicking panicking;
        private final @Nullable Object site;
        private final boolean repanics;

        Handling(Panicking panicking, @Nullable Object site, boolean repanics) {
            this.panicking = panicking;
            this.site = site;
            this.repanics = repanics;
        }

        @Override
        public @Nullable Object resume(Fiber f, @Nullable Object value) {
            f.pop();
            if (repanics) {
                return f.unwind(panicking);
            }
            return panicking.goexiting() ? f.unwind(Goexit.INSTANCE) : value;
        }

        @Override
        public Object unwind(Fiber f, Unwinding later) {
            if (later instanceof Panicking p) {
                p.supersedes(panicking);
                if (panicking.goexiting()) {
                    p.markGoexiting();
                }
            }
            return Signal.UNWIND;
        }

        @Override
        public @Nullable Object site() {
            return site;
        }

        @Override
        public boolean isCleanup() {
            return repanics;
        }
    }
}
