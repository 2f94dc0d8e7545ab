package io.gondola.select;

import io.gondola.dsl.Go;
import io.gondola.dsl.engine.Adapter;
import io.gondola.dsl.engine.Outline;
import io.vavr.CheckedFunction0;
import io.vavr.CheckedFunction1;
import org.jspecify.annotations.Nullable;

/** The body of a case that was given as a program, not as a function. */
abstract class Always<A> implements Adapter {
    final transient Go<? extends A> body;

    private Always(Go<? extends A> body) {
        this.body = body;
    }

    @Override
    public final @Nullable Object original() {
        return null;
    }

    @Override
    public final void outline(Outline out, String name) {
        out.line(name);
        out.inner(body);
    }

    /** Whatever was received. */
    static final class Receiving<A> extends Always<A> implements CheckedFunction1<Object, Go<? extends A>> {
        private static final long serialVersionUID = 1;

        Receiving(Go<? extends A> body) {
            super(body);
        }

        @Override
        public Go<? extends A> apply(Object got) {
            return body;
        }
    }

    /** Of a case that receives nothing. */
    static final class Plain<A> extends Always<A> implements CheckedFunction0<Go<? extends A>> {
        private static final long serialVersionUID = 1;

        Plain(Go<? extends A> body) {
            super(body);
        }

        @Override
        public Go<? extends A> apply() {
            return body;
        }
    }
}
