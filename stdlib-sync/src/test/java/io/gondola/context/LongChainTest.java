package io.gondola.context;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.loop;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.suspend;
import static io.gondola.dsl.Go.unit;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.Unit;
import io.gondola.sync.OnAllRuntimes;
import io.gondola.sync.TestRuntime;
import io.gondola.sync.WaitGroup;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;

/**
 * A server makes a context from a context, again and again. What an operation costs must not grow with the chain above,
 * nor may it need more of the Java stack: each of these programs takes far longer than its limit if a step walks the
 * chain.
 */
@Timeout(40)
class LongChainTest {
    private static final int LENGTH = 100_000;

    private static Go<CancelContext> chain() {
        return Context.background().withCancel().flatMap(top -> chainBelow(top));
    }

    private static Go<CancelContext> chainBelow(CancelContext top) {
        return loop(
                new Link(top, 0),
                link -> link.length == LENGTH
                        ? pure(Loop.<Link, CancelContext>done(link.ctx))
                        : link.ctx.withCancel().map(c -> Loop.next(new Link(c, link.length + 1))));
    }

    private record Link(CancelContext ctx, int length) {}

    @OnAllRuntimes
    void theErrorIsAskedForAtTheEnd(TestRuntime t) {
        int live = t.run(chain().flatMap(end -> {
            int[] n = {0};
            return forRange(0, LENGTH, i -> end.err().peek(e -> n[0] += e.isEmpty() ? 1 : 0))
                    .then(Go.call(() -> n[0]));
        }));

        assertThat(live).isEqualTo(LENGTH);
    }

    @OnAllRuntimes
    void aChainEndsFromTheTop(TestRuntime t) {
        boolean ended = t.run(Context.background()
                .withCancel()
                .flatMap(top -> chainBelow(top)
                        .flatMap(end -> top.cancel()
                                .then(end.done().receiveOption())
                                .then(end.err().map(e -> e.get() == Context.CANCELED)))));

        assertThat(ended).isTrue();
    }

    @OnAllRuntimes
    void aChainEndsFromTheBottom(TestRuntime t) {
        AtomicInteger ended = new AtomicInteger();
        Go<Unit> nested = nested(Context.background(), 20_000, ended);

        t.run(nested);

        assertThat(ended).hasValue(20_000);
    }

    /** A function that makes a context, calls itself with it, and cancels it in a defer. */
    private static Go<Unit> nested(Context ctx, int depth, AtomicInteger ended) {
        return depth == 0
                ? unit()
                : ctx.withCancel()
                        .flatMap(c -> suspend(() -> nested(c, depth - 1, ended))
                                .defer(c.cancel().then(c.err().peek(e -> ended.addAndGet(e.isDefined() ? 1 : 0)))));
    }

    @OnAllRuntimes
    void functionsWaitAllAlongAChain(TestRuntime t) {
        AtomicInteger ran = new AtomicInteger();
        WaitGroup all = new WaitGroup();
        Go<Unit> program = Context.background()
                .withCancel()
                .flatMap(top -> all.add(20_000)
                        .then(loop(
                                new Link(top, 0),
                                link -> link.length == 20_000
                                        ? pure(Loop.<Link, Unit>done(Unit.UNIT))
                                        : link.ctx
                                                .withValue("k", link.length)
                                                .withCancel()
                                                .flatMap(c -> c.afterFunc(run(ran::incrementAndGet)
                                                                .then(all.done()))
                                                        .as(Loop.next(new Link(c, link.length + 1))))))
                        .then(top.cancel())
                        .then(all.await()));

        t.run(program);

        assertThat(ran).hasValue(20_000);
    }

    @OnAllRuntimes
    void waitsAreGivenUpAtTheEndOfAChain(TestRuntime t) {
        int n = 2_000;
        Go<Integer> program = chain().flatMap(end -> {
            AtomicInteger givenUp = new AtomicInteger();
            return forRange(
                            0,
                            n,
                            i -> end.withCancel()
                                    .flatMap(c -> go(c.cancel())
                                            .then(c.run(Go.never()))
                                            .peek(outcome -> givenUp.addAndGet(outcome.isFailure() ? 1 : 0))))
                    .then(Go.call(givenUp::get));
        });

        assertThat(t.run(program)).isEqualTo(n);
    }

    @OnAllRuntimes
    void aValueIsFoundPastALongChain(TestRuntime t) {
        Context top = Context.background().withValue("key", "value");
        Context end = top;
        for (int i = 0; i < LENGTH; i++) {
            end = end.withValue(i, i);
        }

        assertThat(end.value("key")).contains("value");
        assertThat(end.value("none")).isEmpty();
        assertThat(t.run(end.err())).isEmpty();
        assertThat(end.toString())
                .hasSizeGreaterThan(20 * LENGTH)
                .startsWith("context.Background.WithValue(key, value)");
    }

    @OnAllRuntimes
    void aLongChainOfValuesCostsItsDescendantsNothing(TestRuntime t) {
        Context end = Context.background();
        for (int i = 0; i < LENGTH; i++) {
            end = end.withValue(i, i);
        }
        Context bottom = end;

        int live =
                t.run(forRange(0, LENGTH, i -> bottom.err()).then(bottom.err()).map(e -> e.isEmpty() ? 1 : 0));

        assertThat(live).isEqualTo(1);
    }

    @OnAllRuntimes
    void itsTextHasAllOfIt(TestRuntime t) {
        String text =
                t.run(chain().map(end -> end.withoutCancel().withValue("k", "v").toString()));

        assertThat(text)
                .startsWith("context.Background.WithCancel.WithCancel")
                .endsWith(".WithCancel.WithoutCancel.WithValue(k, v)")
                .hasSizeGreaterThan(LENGTH * ".WithCancel".length());
    }
}
