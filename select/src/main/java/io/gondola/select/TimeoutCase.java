package io.gondola.select;

import io.gondola.dsl.Go;
import io.gondola.dsl.engine.Adapter;
import io.gondola.dsl.engine.Durations;
import io.gondola.dsl.engine.Nanos;
import io.gondola.dsl.engine.Outline;
import io.vavr.CheckedFunction0;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code case <-time.After(d):}. */
final class TimeoutCase<A> extends Case<A> {
    final long nanos;
    private final CheckedFunction0<? extends Go<?>> body;

    TimeoutCase(Duration d, CheckedFunction0<? extends Go<?>> body) {
        this.nanos = Nanos.of(d);
        this.body = body;
    }

    @Override
    @Nullable
    Object function() {
        return body instanceof Adapter adapter ? adapter.original() : body;
    }

    @Override
    void outline(Outline out) {
        out.function("timeout " + Durations.text(nanos), body);
    }

    @Override
    Go<?> body(@Nullable Object got) throws Throwable {
        return checked(body.apply(), "onTimeout");
    }
}
