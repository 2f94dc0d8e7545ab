package io.gondola.pipeline.kafka;

import io.gondola.dsl.Go;
import io.gondola.dsl.Panic;
import io.gondola.pipeline.Pipeline;
import io.gondola.pipeline.PipelineException;
import io.gondola.pipeline.Retry;
import io.vavr.CheckedFunction1;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.util.concurrent.atomic.AtomicBoolean;

/** A handler that is tried again. */
final class Handling<K, V, U> implements CheckedFunction1<Try<Received<K, V>>, Go<Try<Received<K, U>>>> {
    private static final long serialVersionUID = 1;

    private final transient Retry retry;
    private final transient CheckedFunction1<? super Received<K, V>, ? extends Go<? extends U>> f;

    Handling(Retry retry, CheckedFunction1<? super Received<K, V>, ? extends Go<? extends U>> f) {
        this.retry = retry;
        this.f = f;
    }

    @Override
    public Go<Try<Received<K, U>>> apply(Try<Received<K, V>> record) {
        if (record.isFailure()) {
            return Go.pure(Try.failure(record.getCause()));
        }
        Received<K, V> r = record.get();
        Go<U> work = Go.suspend(() -> f.apply(r));
        Go<Option<U>> once = work.map(u -> Option.some(u));
        return once.attempt()
                .flatMap(t -> t.isSuccess() ? Go.pure(t) : again(once, t.getCause()))
                .map(t -> result(r, t));
    }

    private Go<Try<Option<U>>> again(Go<Option<U>> once, Throwable first) {
        AtomicBoolean failed = new AtomicBoolean();
        Go<Option<U>> next = Go.suspend(() -> failed.getAndSet(true)
                ? once
                : Go.call(() -> {
                    throw first;
                }));
        return Pipeline.repeat(next)
                .take(1)
                .retry(retry)
                .first()
                .map(Option::get)
                .attempt();
    }

    private Try<Received<K, U>> result(Received<K, V> r, Try<Option<U>> t) {
        if (t.isSuccess()) {
            return Try.success(r.withValue(t.get().get()));
        }
        Received<byte[], byte[]> raw = Received.of(r.raw(), r.ticket());
        return Try.failure(new RecordException(raw, "the record cannot be handled", cause(t.getCause())));
    }

    private static Throwable cause(Throwable t) {
        Throwable inner = t instanceof Panic p && p.value() instanceof Throwable v ? v : t;
        Throwable below = inner.getCause();
        return inner instanceof PipelineException && below != null ? cause(below) : inner;
    }
}
