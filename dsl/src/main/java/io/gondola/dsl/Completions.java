package io.gondola.dsl;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Completion stages as callbacks. */
final class Completions {
    private Completions() {}

    static <A> void forward(CompletionStage<? extends A> stage, Callback<A> callback) {
        stage.whenComplete((value, thrown) -> {
            if (thrown == null) {
                callback.succeed(value);
            } else {
                boolean wrapped = thrown instanceof CompletionException && thrown.getCause() != null;
                callback.fail(wrapped ? thrown.getCause() : thrown);
            }
        });
    }
}
