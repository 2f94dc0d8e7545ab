package io.gondola.context;

import static io.gondola.dsl.Go.go;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.onTimeout;
import static io.gondola.select.Select.select;
import static io.gondola.sync.TestRuntime.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.AtomicInt;
import io.gondola.sync.Cond;
import io.gondola.sync.ErrGroup;
import io.gondola.sync.Log;
import io.gondola.sync.Mutex;
import io.gondola.sync.OnAllRuntimes;
import io.gondola.sync.RWMutex;
import io.gondola.sync.Semaphore;
import io.gondola.sync.SingleFlight;
import io.gondola.sync.TestRuntime;
import io.gondola.sync.WaitGroup;
import io.gondola.time.RateLimiter;
import io.vavr.control.Try;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;

/** A context that ends while its body is in a wait: of each kind, with a look at what it leaves behind. */
class GiveUpTest {
    private static final Context BACKGROUND = Context.background();
    private static final Duration HOUR = Duration.ofHours(1);

    private final Channel<Integer> ch = Channel.unbuffered();
    private final Log log = new Log();

    /** Runs {@code body} until a goroutine waits for {@code reason}, then ends the context. */
    private static void givesUp(TestRuntime t, String reason, Go<?> before, Go<?> body, Go<?> after) {
        Try<Object> got = t.run(rt -> before.then(BACKGROUND.withCancel())
                .flatMap(ctx -> go(waiting(rt, 1, reason).then(ctx.cancel())).then(ctx.run(body.<Object>map(x -> x))))
                .flatMap(r -> after.as(r)));

        assertThat(got.isFailure()).isTrue();
        assertThat(got.getCause()).isSameAs(Context.CANCELED);
    }

    private static void givesUp(TestRuntime t, String reason, Go<?> body) {
        givesUp(t, reason, Go.unit(), body, Go.unit());
    }

    @OnAllRuntimes
    void aReceive(TestRuntime t) {
        givesUp(t, "chan receive", Go.unit(), ch.receive(), go(ch.send(1)).then(ch.receive()));
        givesUp(t, "chan receive", Go.unit(), ch.receiveOption(), go(ch.send(1)).then(ch.receive()));
        givesUp(t, "chan receive", ch.range(v -> Go.unit()));
        givesUp(t, "chan receive (nil chan)", Channel.nil().receive());
    }

    @OnAllRuntimes
    void aSend(TestRuntime t) {
        givesUp(
                t,
                "chan send",
                Go.unit(),
                ch.send(1),
                ch.tryReceive().peek(r -> assertThat(r.isNotReady()).isTrue()));
        givesUp(t, "chan send (nil chan)", Channel.<Integer>nil().send(1));
    }

    @OnAllRuntimes
    void aSelect(TestRuntime t) {
        Channel<Integer> other = Channel.unbuffered();
        Go<Unit> both = select(onReceive(ch, Go.unit()), onSend(other, 1, Go.unit()), onTimeout(HOUR, Go.unit()));
        Go<?> nothingLeft = ch.trySend(1)
                .peek(sent -> assertThat(sent).isFalse())
                .then(other.tryReceive())
                .peek(r -> assertThat(r.isNotReady()).isTrue());

        givesUp(t, "select", Go.unit(), both, nothingLeft);
        givesUp(t, "select (no cases)", select());
        givesUp(t, "select", select(onTimeout(HOUR, Go.unit())));
    }

    @OnAllRuntimes
    void aSleep(TestRuntime t) {
        givesUp(t, "sleep", Go.sleep(HOUR));
    }

    @OnAllRuntimes
    void aSleepThatIsNotGivenUpEnds(TestRuntime t) {
        t.assertRun(BACKGROUND.withCancel().flatMap(ctx -> ctx.run(Go.sleep(Duration.ofMillis(1)))))
                .isEqualTo(Try.success(Unit.UNIT));
    }

    @OnAllRuntimes
    void aWaitForACallback(TestRuntime t) {
        givesUp(t, "async", Go.async(callback -> {}));
        givesUp(t, "select (no cases)", Go.never());
    }

    @OnAllRuntimes
    void aMutex(TestRuntime t) {
        Mutex mu = new Mutex();

        givesUp(
                t,
                "sync.Mutex.Lock",
                mu.lock(),
                mu.withLock(log.add("inside")),
                mu.unlock().then(mu.lock()));
        assertThat(log.entries()).isEmpty();
    }

    @OnAllRuntimes
    void aMutexOthersWaitFor(TestRuntime t) {
        Mutex mu = new Mutex();
        WaitGroup wg = new WaitGroup();

        t.run(rt -> mu.lock()
                .then(BACKGROUND.withCancel())
                .flatMap(ctx -> wg.go(mu.withLock(log.add("first")))
                        .then(wg.go(ctx.run(mu.withLock(log.add("no")))))
                        .then(wg.go(mu.withLock(log.add("last"))))
                        .then(waiting(rt, 3, "sync.Mutex.Lock"))
                        .then(ctx.cancel())
                        .then(waiting(rt, 2, "sync.Mutex.Lock"))
                        .then(mu.unlock())
                        .then(wg.await())));

        assertThat(log.entries()).containsExactlyInAnyOrder("first", "last");
    }

    @OnAllRuntimes
    void aReader(TestRuntime t) {
        RWMutex rw = new RWMutex();

        givesUp(
                t,
                "sync.RWMutex.RLock",
                rw.lock(),
                rw.withRLock(Go.unit()),
                rw.unlock().then(rw.lock()));
    }

    @OnAllRuntimes
    void aWriterWhoseReadersAreLetIn(TestRuntime t) {
        RWMutex rw = new RWMutex();
        WaitGroup wg = new WaitGroup();

        t.run(rt -> rw.rLock()
                .then(BACKGROUND.withCancel())
                .flatMap(ctx -> wg.go(ctx.run(rw.withLock(log.add("no"))))
                        .then(waiting(rt, 1, "sync.RWMutex.Lock"))
                        .then(wg.go(rw.withRLock(log.add("read"))))
                        .then(waiting(rt, 1, "sync.RWMutex.RLock"))
                        .then(ctx.cancel())
                        .then(wg.await())
                        .then(rw.tryLock().flatMap(log::add))
                        .then(rw.rUnlock())
                        .then(rw.tryLock().flatMap(log::add))));

        assertThat(log.entries()).isEqualTo(List.of("read", false, true));
    }

    @OnAllRuntimes
    void aWaitGroup(TestRuntime t) {
        WaitGroup wg = new WaitGroup();

        givesUp(t, "sync.WaitGroup.Wait", wg.add(1), wg.await(), wg.done().then(wg.await()));
    }

    /** Who waits for a condition has the lock again when it leaves. */
    @OnAllRuntimes
    void aCondition(TestRuntime t) {
        Mutex mu = new Mutex();
        Cond cond = new Cond(mu);
        Go<?> body = mu.withLock(cond.await().defer(mu.tryLock().flatMap(log::add)));

        givesUp(t, "sync.Cond.Wait", Go.unit(), body, mu.tryLock().flatMap(log::add));

        assertThat(log.entries()).isEqualTo(List.of(false, true));
    }

    @OnAllRuntimes
    void aSignalGoesToAnotherWaiterThanTheOneThatGaveUp(TestRuntime t) {
        Mutex mu = new Mutex();
        Cond cond = new Cond(mu);
        WaitGroup wg = new WaitGroup();

        t.run(rt -> BACKGROUND
                .withCancel()
                .flatMap(ctx -> wg.go(ctx.run(mu.withLock(cond.await().then(log.add("no")))))
                        .then(waiting(rt, 1, "sync.Cond.Wait"))
                        .then(wg.go(mu.withLock(cond.await().then(log.add("signalled")))))
                        .then(waiting(rt, 2, "sync.Cond.Wait"))
                        .then(ctx.cancel())
                        .then(waiting(rt, 1, "sync.Cond.Wait"))
                        .then(cond.signal())
                        .then(wg.await())));

        assertThat(log.entries()).isEqualTo(List.of("signalled"));
    }

    @OnAllRuntimes
    void permits(TestRuntime t) {
        Semaphore three = new Semaphore(3);
        Go<?> allFree = three.release(3)
                .then(three.tryAcquire(3))
                .peek(all -> assertThat(all).isTrue());

        givesUp(t, "semacquire", three.acquire(3), three.acquire(1), allFree);
        givesUp(t, "semacquire", three.acquire(4));
        givesUp(t, "select", Go.unit(), three.acquire(BACKGROUND, 2), allFree);
    }

    @OnAllRuntimes
    void aWaiterThatGivesUpAtTheHeadLetsTheNextOneIn(TestRuntime t) {
        Semaphore three = new Semaphore(3);
        WaitGroup wg = new WaitGroup();

        t.run(rt -> three.acquire(1)
                .then(BACKGROUND.withCancel())
                .flatMap(ctx -> wg.go(ctx.run(three.acquire(3)))
                        .then(waiting(rt, 1, "semacquire"))
                        .then(wg.go(three.acquire(2)))
                        .then(waiting(rt, 2, "semacquire"))
                        .then(ctx.cancel())
                        .then(wg.await())));
    }

    @OnAllRuntimes
    void aPlaceInAnErrGroup(TestRuntime t) {
        ErrGroup group = new ErrGroup();
        Channel<Unit> end = Channel.unbuffered();

        givesUp(
                t,
                "chan send",
                group.setLimit(1).then(group.go(end.receiveOption())),
                group.go(log.add("no")),
                end.close().then(group.go(log.add("yes"))).then(group.await()));
        assertThat(log.entries()).isEqualTo(List.of("yes"));
    }

    @OnAllRuntimes
    void theBodyOfASingleFlight(TestRuntime t) {
        SingleFlight<String, Integer> flights = new SingleFlight<>();
        WaitGroup wg = new WaitGroup();

        t.run(rt -> BACKGROUND
                .withCancel()
                .flatMap(ctx -> wg.go(ctx.run(flights.run("k", ch.receive())))
                        .then(waiting(rt, 1, "chan receive"))
                        .then(wg.go(flights.run("k", Go.pure(1))
                                .flatMap(r -> log.add(r.value().getCause().getClass()))))
                        .then(waiting(rt, 1, "sync.WaitGroup.Wait"))
                        .then(ctx.cancel())
                        .then(wg.await())));

        assertThat(log.entries()).isEqualTo(List.of(CancellationException.class));
    }

    @OnAllRuntimes
    void tokensOfARateLimiter(TestRuntime t) {
        RateLimiter limiter = new RateLimiter(0.001, 1);

        givesUp(t, "select", limiter.allow(), limiter.await(), limiter.tokens().flatMap(log::add));

        assertThat((double) log.entries().get(0)).isBetween(0.0, 0.9);
    }

    /** Each wait is one more time given up; nothing of the earlier ones comes in the way of the later. */
    @OnAllRuntimes
    void againAndAgain(TestRuntime t) {
        AtomicInt given = new AtomicInt();
        Go<?> round = BACKGROUND
                .withCancel()
                .flatMap(ctx -> go(ctx.cancel()).then(ctx.run(ch.receive())))
                .flatMap(r -> given.add(r.isFailure() ? 1 : 0));

        t.assertRun(round.repeat(500).then(given.load())).isEqualTo(500);
    }
}
