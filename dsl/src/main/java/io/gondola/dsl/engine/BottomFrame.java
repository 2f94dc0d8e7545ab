package io.gondola.dsl.engine;

import org.jspecify.annotations.Nullable;

/** The last frame of every goroutine but the main one. */
final class BottomFrame extends Frame {
    static final BottomFrame INSTANCE = new BottomFrame();

    private BottomFrame() {}

    @Override
    public Object resume(Fiber f, @Nullable Object value) {
        return f.end();
    }

    @Override
    public Object unwind(Fiber f, Unwinding u) {
        return f.endUnwound(u);
    }
}
