package io.gondola.context;

import static io.gondola.dsl.Go.forWhile;
import static io.gondola.dsl.Go.gosched;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.Log;
import io.gondola.sync.OnAllRuntimes;
import io.gondola.sync.TestRuntime;
import java.time.Duration;
import java.util.List;

class AfterFuncTest {
    private static final Context BACKGROUND = Context.background();

    private final Log log = new Log();

    private Go<Unit> logged(int n) {
        return forWhile(() -> log.entries().size() < n, gosched());
    }

    @OnAllRuntimes
    void itRunsWhenTheContextIsCancelled(TestRuntime t) {
        t.run(BACKGROUND
                .withCancel()
                .flatMap(ctx -> ctx.afterFunc(log.add("after"))
                        .then(log.add("before"))
                        .then(ctx.cancel())
                        .then(logged(2))));

        assertThat(log.entries()).isEqualTo(List.of("before", "after"));
    }

    @OnAllRuntimes
    void itRunsAtOnceIfTheContextHasEnded(TestRuntime t) {
        t.run(BACKGROUND
                .withCancel()
                .flatMap(ctx ->
                        ctx.cancel().then(ctx.afterFunc(log.add("after"))).then(logged(1))));
    }

    @OnAllRuntimes
    void itRunsWhenTheDeadlinePasses(TestRuntime t) {
        Channel<Unit> ran = Channel.unbuffered();

        t.run(BACKGROUND
                .withTimeout(Duration.ofMillis(1))
                .flatMap(ctx -> ctx.withValue("k", "v").afterFunc(ran.close()))
                .then(ran.receive()));
    }

    @OnAllRuntimes
    void itRunsInAGoroutineOfItsOwn(TestRuntime t) {
        t.run(BACKGROUND.withCancel().flatMap(ctx -> ctx.afterFunc(Go.never()).then(ctx.cancel())));
    }

    @OnAllRuntimes
    void stopPreventsItOnce(TestRuntime t) {
        List<Boolean> stopped = t.run(BACKGROUND
                .withCancel()
                .flatMap(ctx -> ctx.afterFunc(log.add("after"))
                        .flatMap(stop -> Go.zip(stop, ctx.cancel().then(stop), List::of))
                        .flatMap(s -> gosched().repeat(20).as(s))));

        assertThat(stopped).isEqualTo(List.of(true, false));
        assertThat(log.entries()).isEmpty();
    }

    @OnAllRuntimes
    void stopIsTooLateAfterTheEnd(TestRuntime t) {
        boolean stopped = t.run(BACKGROUND
                .withCancel()
                .flatMap(ctx -> ctx.afterFunc(log.add("after"))
                        .flatMap(stop -> ctx.cancel().then(stop))
                        .flatMap(s -> logged(1).as(s))));

        assertThat(stopped).isFalse();
    }

    @OnAllRuntimes
    void withAContextThatNeverEndsItNeverRuns(TestRuntime t) {
        boolean stopped = t.run(BACKGROUND.afterFunc(log.add("after")).flatMap(stop -> stop));

        assertThat(stopped).isTrue();
        t.deadlock(BACKGROUND.afterFunc(log.add("after")).then(Go.never()));
        assertThat(log.entries()).isEmpty();
    }
}
