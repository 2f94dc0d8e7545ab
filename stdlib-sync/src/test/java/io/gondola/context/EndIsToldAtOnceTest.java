package io.gondola.context;

import static io.gondola.dsl.Go.call;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.pure;
import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.sync.OnAllRuntimes;
import io.gondola.sync.TestRuntime;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Who knows from {@code err} that a context has ended finds its channel closed. The interleaving that these tests hunt:
 * the canceller has written the error, and has not closed the channel yet.
 */
class EndIsToldAtOnceTest {
    private static final int ROUNDS = 20_000;

    private static Go<Boolean> isDone(Context ctx) {
        return select(onReceive(ctx.done(), u -> pure(true)), onDefault(() -> pure(false)));
    }

    /** Asks for the error until there is one; yields whether the channel was closed then. */
    private static Go<Boolean> doneOnceThereIsAnError(Context ctx) {
        return Go.loop(
                        Unit.UNIT,
                        s -> ctx.err()
                                .map(e -> e.isEmpty() ? io.gondola.dsl.Loop.next(s) : io.gondola.dsl.Loop.done(s)))
                .then(isDone(ctx));
    }

    @Test
    void errorImpliesAClosedChannel() {
        AtomicInteger open = new AtomicInteger();
        Go<Unit> round = Context.background()
                .withCancel()
                .flatMap(ctx -> go(ctx.cancel())
                        .then(doneOnceThereIsAnError(ctx))
                        .peek(done -> open.addAndGet(done ? 0 : 1))
                        .then(Go.unit()));
        try (GoRuntime rt = GoRuntime.builder().maxProcs(4).build()) {
            rt.run(Go.forRange(0, ROUNDS, i -> round));
        }

        assertThat(open).hasValue(0);
    }

    @OnAllRuntimes
    void aRunThatFailsBecauseOfTheEndImpliesAClosedChannel(TestRuntime t) {
        Go<Boolean> round = Context.background()
                .withCancel()
                .flatMap(ctx -> go(ctx.cancel())
                        .then(Go.forWhile(ctx.run(pure(1)).map(r -> r.isSuccess()), Go.gosched()))
                        .then(isDone(ctx)));

        for (int i = 0; i < 50; i++) {
            assertThat(t.run(round)).isTrue();
        }
    }

    /** As in Go, whose {@code cancel} ends the children after it has published the parent's end. */
    @Test
    void theDeterministicRuntimeShowsTheParentsEndBeforeTheChilds() {
        boolean[] seen = new boolean[2];
        Go<Unit> program = Context.background()
                .withCancel()
                .flatMap(parent -> parent.withCancel()
                        .flatMap(child -> go(parent.cancel())
                                .then(Go.forWhile(parent.err().map(e -> e.isEmpty()), Go.gosched()))
                                .then(child.err())
                                .flatMap(err -> call(() -> seen[err.isEmpty() ? 0 : 1] = true))
                                .then(child.done().receive())));
        for (int seed = 0; seed < 100; seed++) {
            try (GoRuntime rt = GoRuntime.deterministic(seed)) {
                rt.run(program);
            }
        }

        assertThat(seen).containsExactly(true, true);
    }
}
