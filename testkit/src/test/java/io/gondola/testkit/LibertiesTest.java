package io.gondola.testkit;

import static io.gondola.dsl.Go.forWhile;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.panic;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.sync.Cond;
import io.gondola.sync.Mutex;
import io.gondola.sync.Semaphore;
import io.gondola.time.Ticker;
import io.vavr.CheckedFunction0;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Programs that are right as long as waiters are served in order and for a reason, and fail otherwise. */
class LibertiesTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    /**
     * {@code program} passes in all schedules, and fails when {@code liberty} is taken, in the same way again and
     * again.
     */
    @CanIgnoreReturnValue
    private static Failure failsOnlyWith(UnaryOperator<Explorer> liberty, CheckedFunction0<Go<Unit>> program) {
        Explorer strict = Explorer.of(program).named("liberties").strategy(Strategy.DPOR);
        assertThat(strict.explore().verdict()).isEqualTo(Verdict.EXHAUSTED);
        Explorer loose = liberty.apply(strict);

        Failure failure = loose.explore().failure().get();

        assertThat(failure.token()).startsWith("GS2-");
        assertThat(failure.token().length()).isLessThan(80); // one decision, all others by default
        assertThat(failure.summary()).startsWith("panic: ");
        Report again = loose.replay(failure.token());
        assertThat(again.divergence()).isEmpty();
        assertThat(again.failure().map(Failure::summary)).containsExactly(failure.summary());
        Report withoutTheSetting = strict.replay(failure.token());
        assertThat(withoutTheSetting.divergence()).isEmpty();
        assertThat(withoutTheSetting.failure().map(Failure::token)).containsExactly(failure.token());
        assertThat(liberty.apply(strict)
                        .strategy(Strategy.PORTFOLIO)
                        .explore()
                        .failure()
                        .map(Failure::summary))
                .containsExactly(failure.summary());
        return failure;
    }

    /** Starts {@code a}, and {@code b} when {@code a} waits, and goes on when both wait. */
    private static Go<Unit> inThisOrder(Go<?> a, Go<?> b) {
        return sequence(go(a), sleep(SHORT), go(b), sleep(SHORT));
    }

    private static Go<Unit> expect(int expected, int seen) {
        return seen == expected ? unit() : panic("out of turn");
    }

    @Test
    void receiversAreServedInAnyOrder() {
        Failure failure = failsOnlyWith(Explorer::loose, () -> {
            Channel<Integer> c = Channel.unbuffered();
            return inThisOrder(
                            c.receive().flatMap(v -> expect(1, v)), c.receive().flatMap(v -> expect(2, v)))
                    .then(c.send(1))
                    .then(c.send(2));
        });

        assertThat(failure.steps().map(Failure.Step::operation)).anyMatch(s -> s.endsWith("(out of turn)"));
    }

    @Test
    void receiversAreServedInAnyOrderByASelect() {
        failsOnlyWith(Explorer::loose, () -> {
            Channel<Integer> c = Channel.unbuffered();
            return inThisOrder(
                            c.receive().flatMap(v -> expect(1, v)), c.receive().flatMap(v -> expect(2, v)))
                    .then(select(onSend(c, 1, unit())))
                    .then(c.send(2));
        });
    }

    @Test
    void receiversThatSelectAreServedInAnyOrder() {
        failsOnlyWith(Explorer::loose, () -> {
            Channel<Integer> c = Channel.unbuffered();
            Channel<Integer> other = Channel.unbuffered();
            return inThisOrder(
                            select(onReceive(c, v -> expect(1, v)), onReceive(other, v -> unit())),
                            select(onReceive(other, v -> unit()), onReceive(c, v -> expect(2, v))))
                    .then(c.send(1))
                    .then(c.send(2));
        });
    }

    @Test
    void sendersAreServedInAnyOrder() {
        failsOnlyWith(Explorer::loose, () -> {
            Channel<Integer> c = Channel.unbuffered();
            return inThisOrder(c.send(1), c.send(2))
                    .then(c.receive().flatMap(v -> expect(1, v)))
                    .then(c.receive().flatMap(v -> expect(2, v)));
        });
    }

    /**
     * The receive, which comes first by default, could do without the second send; but it has a choice if that comes
     * before.
     */
    @Test
    void aReceiveDoesNotCommuteWithASendThatItWouldNotNeed() {
        AtomicReference<Integer> received = new AtomicReference<>();
        Set<Integer> endings = new TreeSet<>();
        boolean all = Explorer.of(() -> {
                    Channel<Integer> c = Channel.unbuffered();
                    Go<?> receive = c.receive().flatMap(v -> run(() -> received.set(v)));
                    return sequence(
                            go("sender", c.send(1)),
                            go("sender", sleep(SHORT).then(c.send(2))),
                            go(sleep(SHORT).then(receive)),
                            sleep(SHORT.plus(SHORT)));
                })
                .loose()
                .allowLeak("sender")
                .strategy(Strategy.DPOR)
                .visit(e -> endings.add(received.get()));

        assertThat(all).isTrue();
        assertThat(endings).containsExactly(1, 2);
    }

    @Test
    void sendersIntoAFullBufferAreServedInAnyOrderAndWhatIsInTheBufferComesFirst() {
        failsOnlyWith(Explorer::loose, () -> {
            Channel<Integer> c = Channel.buffered(1);
            return c.send(0)
                    .then(inThisOrder(c.send(1), c.send(2)))
                    .then(c.receive().flatMap(v -> v == 0 ? unit() : panic("lost what was in the buffer")))
                    .then(c.receive().flatMap(v -> expect(1, v)))
                    .then(c.receive().flatMap(v -> expect(2, v)));
        });
    }

    @Test
    void aTickGoesToAnyOfThoseWhoWait() {
        failsOnlyWith(
                Explorer::loose,
                () -> Ticker.start(Duration.ofSeconds(1)).flatMap(ticker -> {
                    Channel<Integer> woken = Channel.unbuffered();
                    Go<?> tick = ticker.channel().receive();
                    return inThisOrder(tick.then(woken.send(1)), tick.then(woken.send(2)))
                            .then(woken.receive().flatMap(v -> expect(1, v)))
                            .then(woken.receive().flatMap(v -> expect(2, v)))
                            .then(ticker.stop());
                }));
    }

    /**
     * A token from a strict exploration replays where waiters may be served in any order: it says that this one may
     * not.
     */
    @Test
    void aTokenWithoutLibertiesTakesNone() {
        Explorer strict = Explorer.of(() -> {
                    Channel<Integer> c = Channel.unbuffered();
                    return inThisOrder(c.receive(), c.receive())
                            .then(c.send(1))
                            .then(Testing.choose(3))
                            .flatMap(v -> v == 2 ? panic("two") : c.send(2));
                })
                .named("strict");
        String token = strict.explore().failure().get().token();

        assertThat(token).startsWith("GS1-");
        assertThat(strict.loose().replay(token).divergence()).isEmpty();
        assertThat(strict.loose().replay(token).failure().map(Failure::summary)).containsExactly("panic: two");
    }

    @Test
    void aSignalWakesAnyOfThoseWhoWait() {
        failsOnlyWith(Explorer::loose, () -> {
            Mutex mu = new Mutex();
            Cond cond = new Cond(mu);
            Channel<Integer> woken = Channel.unbuffered();
            return inThisOrder(
                            mu.withLock(cond.await()).then(woken.send(1)),
                            mu.withLock(cond.await()).then(woken.send(2)))
                    .then(cond.signal())
                    .then(woken.receive().flatMap(v -> expect(1, v)))
                    .then(cond.signal())
                    .then(woken.receive().flatMap(v -> expect(2, v)));
        });
    }

    @Test
    void aReleaseGivesThePermitToAnyOfThoseWhoWait() {
        failsOnlyWith(Explorer::loose, () -> {
            Semaphore one = new Semaphore(1);
            Channel<Integer> entered = Channel.unbuffered();
            return one.acquire(1)
                    .then(inThisOrder(
                            one.acquire(1).then(entered.send(1)).then(one.release(1)),
                            one.acquire(1).then(entered.send(2)).then(one.release(1))))
                    .then(one.release(1))
                    .then(entered.receive().flatMap(v -> expect(1, v)))
                    .then(entered.receive().flatMap(v -> expect(2, v)));
        });
    }

    /** A release serves two of three: any two, in any order. */
    @Test
    void aReleaseOfManyServesAnyOfThoseWhoWaitOneAfterAnother() {
        AtomicReference<String> seen = new AtomicReference<>();
        Set<String> endings = new TreeSet<>();
        boolean all = Explorer.of(() -> {
                    Semaphore two = new Semaphore(2);
                    seen.set("");
                    return two.acquire(2)
                            .then(inThisOrder(enter(two, seen, 1), enter(two, seen, 2)))
                            .then(inThisOrder(enter(two, seen, 3), unit()))
                            .then(two.release(2))
                            .then(sleep(SHORT));
                })
                .loose()
                .allowLeak("entering")
                .strategy(Strategy.DPOR)
                .visit(e -> endings.add(seen.get()));

        assertThat(all).isTrue();
        assertThat(endings).containsExactlyInAnyOrder("12", "13", "21", "23", "31", "32");
    }

    private static Go<Unit> enter(Semaphore s, AtomicReference<String> seen, int who) {
        return s.acquire(1).then(run(() -> seen.set(seen.get() + who)));
    }

    /** One that waits for two permits makes those wait that came later for one. */
    @Test
    void aReleaseThatIsNotEnoughForTheFirstServesNobody() {
        assertThat(Explorer.of(() -> {
                            Semaphore two = new Semaphore(2);
                            return two.acquire(2)
                                    .then(inThisOrder(
                                            two.acquire(2).then(two.release(2)),
                                            two.acquire(1).then(panic("overtook"))))
                                    .then(two.release(1))
                                    .then(sleep(SHORT));
                        })
                        .loose()
                        .strategy(Strategy.DPOR)
                        .explore()
                        .failure()
                        .map(Failure::kind))
                .containsExactly(Kind.LEAK);
    }

    private static CheckedFunction0<Go<Unit>> ready(boolean looksAgain) {
        return () -> {
            Mutex mu = new Mutex();
            Cond changed = new Cond(mu);
            boolean[] ready = {false};
            Go<Unit> look = Go.suspend(() -> ready[0] ? unit() : changed.await());
            Go<Unit> await = looksAgain ? forWhile(() -> !ready[0], changed.await()) : look;
            return sequence(
                    go(mu.withLock(await.then(Go.suspend(() -> ready[0] ? unit() : panic("not ready"))))),
                    sleep(SHORT),
                    mu.withLock(run(() -> ready[0] = true).then(changed.signal())));
        };
    }

    @Test
    void aWaitThatDoesNotLookAgainFailsIfItReturnsForNoReason() {
        Failure failure = failsOnlyWith(Explorer::spuriousWakeups, ready(false));

        assertThat(failure.steps().map(Failure.Step::operation)).contains("cond wait cond#1 (returns for no reason)");
    }

    @Test
    void aWaitThatLooksAgainMayReturnForNoReason() {
        assertThat(Explorer.of(ready(true))
                        .spuriousWakeups()
                        .strategy(Strategy.DPOR)
                        .explore()
                        .verdict())
                .isEqualTo(Verdict.EXHAUSTED);
    }

    /** Who has left for no reason takes no signal from another one. */
    @Test
    void aSignalGoesToOneWhoStillWaits() {
        assertThat(Explorer.of(() -> {
                            Mutex mu = new Mutex();
                            Cond cond = new Cond(mu);
                            Go<Unit> wait = mu.withLock(cond.await());
                            return sequence(
                                    go(wait),
                                    sleep(SHORT),
                                    go(wait),
                                    sleep(SHORT),
                                    cond.signal(),
                                    cond.signal(),
                                    cond.signal());
                        })
                        .spuriousWakeups()
                        .loose()
                        .strategy(Strategy.DPOR)
                        .explore()
                        .verdict())
                .isEqualTo(Verdict.EXHAUSTED);
    }
}
