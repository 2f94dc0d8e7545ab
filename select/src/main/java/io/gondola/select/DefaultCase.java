package io.gondola.select;

import io.gondola.dsl.Go;
import io.vavr.CheckedFunction0;

/** {@code default:}. */
final class DefaultCase<A> extends Case<A> {
    private final CheckedFunction0<? extends Go<?>> body;

    DefaultCase(CheckedFunction0<? extends Go<?>> body) {
        this.body = body;
    }

    @Override
    Go<?> body(Object got) throws Throwable {
        return checked(body.apply(), "onDefault");
    }
}
