package io.gondola.dsl.interop;

import io.gondola.dsl.Go;
import io.gondola.dsl.Panic;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.FiberProgram;
import io.gondola.dsl.engine.Outline;
import io.gondola.scheduler.SafeText;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * Programs as futures. The other way is {@link Go#fromFuture}; from outside a runtime,
 * {@link io.gondola.dsl.GoRuntime#start}.
 */
@CheckReturnValue
public final class Futures {
    private Futures() {}

    /**
     * Starts a goroutine that runs {@code body}, and yields a future of its value at once.
     *
     * <p>A panic of {@code body} completes the future exceptionally with what was thrown, and ends nothing else; a
     * goexit does so with a {@link CancellationException}; and so does the end of the program, if that comes before the
     * goroutine's. Cancelling the future does not stop the goroutine.
     *
     * @throws NullPointerException if {@code body} is null, when the program is built
     */
    public static <A> Go<CompletableFuture<A>> start(Go<? extends A> body) {
        Objects.requireNonNull(body, "body");
        return Go.suspend(() -> {
            CompletableFuture<A> future = new CompletableFuture<>();
            Go<?> goroutine = body.attempt()
                    .peek(outcome -> outcome.onSuccess(future::complete)
                            .onFailure(thrown -> future.completeExceptionally(withText(thrown))))
                    .defer(Go.run(() -> exited(future)));
            return new Registering<>(future, Go.go(goroutine).as(future));
        });
    }

    /** Has the program's end complete the future, if nothing did before, then goes on. */
    private static final class Registering<A> extends Go<CompletableFuture<A>> {
        private static final int OUR_DEPENDENTS = 1;

        private final CompletableFuture<A> future;
        private final Go<CompletableFuture<A>> next;

        Registering(CompletableFuture<A> future, Go<CompletableFuture<A>> next) {
            this.future = future;
            this.next = next;
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // nothing there can fail
        public Object exec(Fiber f) {
            FiberProgram program = f.program();
            CompletableFuture<A> made = future; // not `this`, which has the body
            Runnable fail = () ->
                    made.completeExceptionally(new CancellationException("the program ended before the goroutine did"));
            Runnable end = () -> {
                if (made.getNumberOfDependents() > OUR_DEPENDENTS) {
                    program.runUsersCode(fail);
                } else {
                    fail.run();
                }
            };
            boolean runs = program.atEnd(end);
            made.whenComplete((value, thrown) -> program.forgetAtEnd(end));
            if (!runs) {
                end.run();
            }
            return f.call(next);
        }

        @Override
        public void outline(Outline out) {
            out.step(next);
        }
    }

    /** Whatever depends on a future wraps its exception in another one, which asks for its text. */
    private static Throwable withText(Throwable thrown) {
        return SafeText.hasText(thrown) ? thrown : new Panic(thrown);
    }

    private static void exited(CompletableFuture<?> future) {
        if (!future.isDone()) {
            future.completeExceptionally(new CancellationException("the goroutine exited"));
        }
    }
}
