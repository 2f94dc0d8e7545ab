package io.gondola.dsl;

import io.gondola.dsl.engine.Adapter;
import io.vavr.CheckedConsumer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Registers the wait for a future: with the future itself, or with its {@link FutureRelay}. */
final class FutureWait<A> implements CheckedConsumer<Callback<A>>, Adapter {
    private final CompletionStage<? extends A> stage;

    FutureWait(CompletionStage<? extends A> stage) {
        this.stage = stage;
    }

    @Override
    public void accept(Callback<A> callback) {
        FutureRelay relay = FutureRelay.of(stage);
        if (relay == null && isFirst()) {
            forward(stage, callback);
        } else {
            (relay == null ? FutureRelay.make(stage) : relay).add((Completion<?>) callback);
        }
    }

    /**
     * Most futures are awaited once: they need no relay. A wait that is given up then leaves one entry, for each
     * future.
     */
    private boolean isFirst() {
        return stage instanceof CompletableFuture<?> future && (future.isDone() || future.getNumberOfDependents() == 0);
    }

    /** Nobody waits for {@code completion} any more. */
    void givenUp(Completion<?> completion) {
        FutureRelay relay = FutureRelay.of(stage);
        if (relay != null) {
            relay.remove(completion);
        }
    }

    static <A> void forward(CompletionStage<? extends A> stage, Callback<A> callback) {
        stage.whenComplete((value, thrown) -> {
            if (thrown == null) {
                callback.succeed(value);
            } else {
                Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : null;
                callback.fail(cause != null ? cause : thrown);
            }
        });
    }

    @Override
    public @Nullable Object original() {
        return null;
    }
}
