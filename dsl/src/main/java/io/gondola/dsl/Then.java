package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Signal;

/** One program, then another. */
final class Then<B> extends Go<B> {
    private final Go<?> first;
    private final Go<? extends B> second;

    Then(Go<?> first, Go<? extends B> second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        if (!(first instanceof Operation)) {
            f.push(new Continue(second));
            return f.call(first);
        }
        Object v = first.exec(f);
        if (v instanceof Signal) {
            f.push(new Continue(second));
            return v;
        }
        return f.call(second);
    }

    private static final class Continue extends Frame {
        private final Go<?> second;

        Continue(Go<?> second) {
            this.second = second;
        }

        @Override
        public Object resume(Fiber f, Object value) {
            f.pop();
            return f.call(second);
        }
    }
}
