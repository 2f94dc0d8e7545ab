package io.gondola.conformance.scripts;

import static io.gondola.dsl.Go.forEach;

import io.gondola.context.CancelContext;
import io.gondola.context.Context;
import io.gondola.dsl.Go;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The contexts of a script's waits, all of which end with it. */
final class Cancelled {
    private final List<CancelContext> made = new ArrayList<>();

    /** Runs what {@code wait} makes, with a context that ends after {@code patience}; null for none. */
    <A> Go<A> within(Duration patience, Function<Context, Go<A>> wait) {
        Go<CancelContext> context = patience == null
                ? Context.background().withCancel()
                : Context.background().withTimeout(patience);
        return context.peek(made::add).flatMap(ctx -> wait.apply(ctx).defer(ctx.cancel()));
    }

    Go<?> cancel() {
        return forEach(made, ctx -> ctx.cancel());
    }
}
