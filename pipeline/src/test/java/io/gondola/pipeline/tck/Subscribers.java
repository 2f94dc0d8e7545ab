package io.gondola.pipeline.tck;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.pipeline.Pipeline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** The subscriber of {@code Pipeline.from(publisher)}: got hold of by a publisher that keeps it. */
final class Subscribers {
    private final CompletableFuture<Flow.Subscriber<? super Integer>> subscriber = new CompletableFuture<>();
    private final Channel<Unit> wanted = Channel.<Unit>buffered(1 << 10).named("wanted");
    private final CompletableFuture<Go<Unit>> cancel = new CompletableFuture<>();

    /** A pipeline runs that takes an element each time it is {@linkplain #want wanted}. */
    Subscribers() {
        Flow.Publisher<Integer> keeping = subscriber::complete;
        Pipeline<Integer> elements = Pipeline.from(keeping);
        Go<Unit> take = elements.forEach(x -> wanted.receive());
        Go<Unit> run = Context.background().withCancel().flatMap(ctx -> {
            cancel.complete(ctx.cancel());
            return ctx.run(take).attempt().then(Go.unit());
        });
        var unused = TckSettings.RUNTIME.start(run);
    }

    Flow.Subscriber<Integer> subscriber() {
        @SuppressWarnings("unchecked") // it takes any
        Flow.Subscriber<Integer> s = (Flow.Subscriber<Integer>) subscriber.join();
        return s;
    }

    void want() {
        wanted.blocking().trySend(Unit.UNIT);
    }

    void cancel() {
        TckSettings.RUNTIME.run(cancel.join());
    }
}
