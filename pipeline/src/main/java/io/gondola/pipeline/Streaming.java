package io.gondola.pipeline;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.scheduler.StackRoom;
import io.vavr.control.Option;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** {@code toStream}: a pipeline whose elements a thread outside takes. */
final class Streaming extends Spliterators.AbstractSpliterator<Object> {
    private final Channel<Object> channel = Channel.unbuffered().named("toStream");
    private final Terminal.Handle handle = new Terminal.Handle();
    private final GoRuntime runtime;
    private final Terminal<?> program;

    /** Null before the first element is asked for. */
    private @Nullable CompletableFuture<?> result;

    /** Whether the reader knows how it ended. */
    private boolean told;

    private Streaming(Pipeline<?> pipeline, Label label, GoRuntime runtime) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.runtime = runtime;
        this.program = new Terminal<>(pipeline, new Sinks.SendTo(label, channel), handle);
    }

    static Stream<Object> of(Pipeline<?> pipeline, Label label, GoRuntime runtime) {
        Streaming s = new Streaming(pipeline, label, runtime);
        return StreamSupport.stream(s, false).onClose(s::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super Object> action) {
        if (result == null) {
            channel.blocking();
            StackRoom.checkToStart();
            result = runtime.start(new OnThreads().then(program))
                    .whenComplete((u, thrown) -> channel.blocking().close());
        }
        Option<Object> x = receive();
        if (x.isEmpty()) {
            end(result);
            return false;
        }
        action.accept(x.get());
        return true;
    }

    private Option<Object> receive() {
        try {
            return channel.blocking().receiveOption();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("interrupted while waiting for an element");
            cancelled.initCause(e);
            throw cancelled;
        }
    }

    /** Waits until nothing is left of the pipeline. */
    private void end(CompletableFuture<?> of) {
        told = true;
        try {
            Object unused = of.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Panic p && p.value() instanceof PipelineException failure
                    ? failure
                    : e.getCause() instanceof RuntimeException r ? r : e;
        }
    }

    private void close() {
        StackRoom.check();
        handle.cancel();
        if (result != null && !told) {
            end(result);
        }
    }

    /** Refuses a runtime that has no threads, in which the pipeline would wait for the reader for ever. */
    private static final class OnThreads extends Go<Unit> {
        @Override
        public Object exec(Fiber f) {
            if (f.scheduler().deterministic()) {
                throw new IllegalStateException(
                        "toStream needs a runtime with threads: a deterministic one does not wait for the thread that "
                                + "reads");
            }
            return Unit.UNIT;
        }
    }
}
