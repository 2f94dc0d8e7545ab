package io.gondola.dsl;

import io.gondola.dsl.engine.Adapter;
import io.gondola.dsl.engine.Outline;
import io.vavr.CheckedFunction1;

/** {@code for { … break … }}: the block around an endless loop whose body has a way out. */
final class Endless implements CheckedFunction1<Break<Unit>, Go<Unit>>, Adapter {
    private static final long serialVersionUID = 1;

    private final CheckedFunction1<? super Break<Unit>, ? extends Go<?>> body;

    Endless(CheckedFunction1<? super Break<Unit>, ? extends Go<?>> body) {
        this.body = body;
    }

    @Override
    public Go<Unit> apply(Break<Unit> b) throws Throwable {
        return Go.forever(Checks.program(body.apply(b), "forever"));
    }

    @Override
    public Object original() {
        return body;
    }

    @Override
    public void outline(Outline out, String name) {
        out.line("forever", body);
    }
}
