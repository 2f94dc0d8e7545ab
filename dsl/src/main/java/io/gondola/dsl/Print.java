package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Visible;
import org.jspecify.annotations.Nullable;

/** Writes to the runtime's output. */
final class Print extends Operation<Unit> implements Visible {
    /** Null for a line of the values. */
    private final @Nullable String format;

    private final Object[] values;

    Print(@Nullable String format, Object[] values) {
        this.format = format;
        this.values = values;
    }

    @Override
    public Object exec(Fiber f) {
        if (!f.step()) {
            return f.yieldThen(this);
        }
        f.program().print(format == null ? Texts.line(values) : Texts.formatted(format, values));
        return Unit.UNIT;
    }

    @Override
    public OpKind kind() {
        return OpKind.PRINT;
    }

    @Override
    public Object subject() {
        return OpKind.PRINT;
    }

    @Override
    public void outline(Outline out) {
        StringBuilder line = new StringBuilder(format == null ? "println" : "printf " + out.shown(format));
        for (int i = 0; i < values.length; i++) {
            line.append(i == 0 && format == null ? " " : ", ").append(out.shown(values[i]));
        }
        out.line(line.toString());
    }
}
