package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Outline;
import org.jspecify.annotations.Nullable;

/** A program with a label that traces show while it runs. */
final class Labelled<A> extends Shallow<A> {
    private final Go<A> body;
    private final String label;

    Labelled(Go<A> body, String label) {
        this.body = body;
        this.label = label;
    }

    @Override
    public Object exec(Fiber f) {
        f.push(new Label(label));
        return f.call(body);
    }

    @Override
    public void outline(Outline out) {
        out.line("named " + out.shown(label));
        out.inner(body);
    }

    private static final class Label extends Frame {
        private final String label;

        Label(String label) {
            this.label = label;
        }

        @Override
        public @Nullable Object resume(Fiber f, @Nullable Object value) {
            f.pop();
            return value;
        }

        @Override
        public Object site() {
            return label;
        }
    }
}
