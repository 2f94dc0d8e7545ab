package io.gondola.select;

import io.gondola.dsl.Go;
import io.gondola.dsl.engine.Adapter;
import io.gondola.dsl.engine.Outline;
import io.vavr.CheckedFunction0;
import org.jspecify.annotations.Nullable;

/** {@code default:}. */
final class DefaultCase<A> extends Case<A> {
    private final CheckedFunction0<? extends Go<?>> body;

    DefaultCase(CheckedFunction0<? extends Go<?>> body) {
        this.body = body;
    }

    @Override
    @Nullable
    Object function() {
        return body instanceof Adapter adapter ? adapter.original() : body;
    }

    @Override
    void outline(Outline out) {
        out.function("default", body);
    }

    @Override
    Go<?> body(@Nullable Object got) throws Throwable {
        return checked(body.apply(), "onDefault");
    }
}
