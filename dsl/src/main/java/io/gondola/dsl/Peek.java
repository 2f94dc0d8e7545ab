package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Signal;
import io.vavr.CheckedConsumer;
import org.jspecify.annotations.Nullable;

/** One program, then a look at its value, which stays. */
final class Peek<A> extends Shallow<A> {
    final Go<A> source;
    final CheckedConsumer<? super A> look;

    Peek(Go<A> source, CheckedConsumer<? super A> look) {
        this.source = source;
        this.look = look;
    }

    @Override
    @SuppressWarnings("unchecked") // the source yields an A
    public @Nullable Object exec(Fiber f) throws Throwable {
        Object v = execOperation(source, f);
        if (v instanceof Signal) {
            f.push(new Look<>(look));
            return v;
        }
        look.accept((A) v);
        return v;
    }

    @Override
    public Object site() {
        return look;
    }

    @Override
    public void outline(Outline out) {
        out.step(source);
        out.function("peek", look);
    }

    static final class Look<A> extends Frame {
        private final CheckedConsumer<? super A> look;

        Look(CheckedConsumer<? super A> look) {
            this.look = look;
        }

        @Override
        public boolean isLeftSilently() {
            return true;
        }

        @Override
        @SuppressWarnings("unchecked") // the source yields an A
        public @Nullable Object resume(Fiber f, @Nullable Object value) throws Throwable {
            look.accept((A) value);
            f.pop();
            return value;
        }

        @Override
        public Object site() {
            return look;
        }
    }
}
