package io.gondola.context;

import static io.gondola.dsl.Go.go;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.sync.AtomicInt;
import io.gondola.sync.Cond;
import io.gondola.sync.Mutex;
import io.gondola.sync.RWMutex;
import io.gondola.sync.Semaphore;
import io.gondola.sync.TestRuntime;
import io.gondola.sync.WaitGroup;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The end of a context races with the party that serves the wait, under thousands of seeds and on real threads: what
 * was handed over has arrived, what was not is still there.
 */
class RunRaceTest {
    private static final int SEEDS = 1_000;
    private static final int ROUNDS = 500;
    private static final Context BACKGROUND = Context.background();

    /** Runs a fresh program, which yields whether all went well, for each seed. */
    private static void underManySeeds(Supplier<Go<Boolean>> program) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (GoRuntime rt = GoRuntime.deterministic(seed)) {
                assertThat(rt.run(program.get())).as("seed %d", seed).isTrue();
            }
        }
    }

    private static void onThreads(int procs, Supplier<Go<Boolean>> program) {
        Go<Unit> round =
                Go.suspend(program::get).peek(ok -> assertThat(ok).isTrue()).then(Go.unit());
        TestRuntime.processors(procs).run(round.repeat(ROUNDS));
    }

    /** Receivers with a context that ends, and others that take what is left. */
    private static Go<Boolean> receivers(Channel<Integer> ch) {
        AtomicInt got = new AtomicInt();
        WaitGroup senders = new WaitGroup();
        WaitGroup receivers = new WaitGroup();
        Go<?> count = got.add(1);
        return BACKGROUND
                .withCancel()
                .flatMap(ctx -> receivers
                        .go(ctx.run(ch.receive().then(count)))
                        .repeat(2)
                        .then(receivers.go(ctx.run(ch.receiveOption().then(count))))
                        .then(receivers.go(ctx.run(select(onReceive(ch, count), onReceive(Channel.nil(), Go.unit())))))
                        .then(senders.go(ch.send(1)).repeat(4))
                        .then(go(ctx.cancel()))
                        .then(receivers.await()))
                .then(Go.forWhile(got.load().map(n -> n < 4), ch.receive().then(count)))
                .then(senders.await())
                .then(ch.length())
                .map(n -> n == 0);
    }

    /** Senders with a context that ends: who succeeded has delivered, who failed has not. */
    private static Go<Boolean> senders(Channel<Integer> ch) {
        AtomicInt sent = new AtomicInt();
        AtomicInt got = new AtomicInt();
        WaitGroup senders = new WaitGroup();
        WaitGroup receiver = new WaitGroup();
        Go<?> count = sent.add(1);
        return BACKGROUND
                .withCancel()
                .flatMap(ctx -> senders.go(ctx.run(ch.send(1).then(count)))
                        .repeat(3)
                        .then(senders.go(ctx.run(select(onSend(ch, 1, count), onSend(ch, 1, count)))))
                        .then(receiver.go(ch.range(v -> got.add(v))))
                        .then(go(ctx.cancel()))
                        .then(senders.await())
                        .then(ch.close())
                        .then(receiver.await()))
                .then(Go.zip(sent.load(), got.load(), Integer::equals));
    }

    /** A rendezvous of two that may both give up: either both succeed or none. */
    private static Go<Boolean> bothSides() {
        Channel<Integer> ch = Channel.unbuffered();
        AtomicInt sent = new AtomicInt();
        AtomicInt got = new AtomicInt();
        WaitGroup wg = new WaitGroup();
        return Go.zip(
                        BACKGROUND.withCancel(),
                        BACKGROUND.withCancel(),
                        (a, b) -> wg.go(a.run(ch.send(1).then(sent.add(1))))
                                .then(wg.go(b.run(ch.receive().then(got.add(1)))))
                                .then(wg.go(a.cancel()))
                                .then(wg.go(b.cancel()))
                                .then(wg.await()))
                .flatMap(program -> program)
                .then(Go.zip(sent.load(), got.load(), Integer::equals));
    }

    /** The mutex is handed over to one that gives up, or not: in the end it is free, and nobody waits for ever. */
    private static Go<Boolean> locks() {
        Mutex mu = new Mutex();
        RWMutex rw = new RWMutex();
        WaitGroup wg = new WaitGroup();
        Go<?> work = mu.withLock(rw.withLock(Go.gosched())).then(rw.withRLock(Go.gosched()));
        return BACKGROUND
                .withCancel()
                .flatMap(ctx -> wg.go(ctx.run(work))
                        .repeat(3)
                        .then(wg.go(ctx.run(rw.withRLock(mu.withLock(Go.unit())))))
                        .then(wg.go(work).repeat(2))
                        .then(wg.go(ctx.cancel()))
                        .then(wg.await()))
                .then(Go.zip(mu.tryLock(), rw.tryLock(), Boolean::logicalAnd));
    }

    private static Go<Boolean> semaphores() {
        Semaphore three = new Semaphore(3);
        WaitGroup wg = new WaitGroup();
        return Go.zip(
                        BACKGROUND.withCancel(),
                        BACKGROUND.withCancel(),
                        (a, b) -> wg.go(a.run(three.acquire(2).then(Go.gosched().defer(three.release(2)))))
                                .repeat(3)
                                .then(wg.go(three.acquire(3).then(three.release(3))))
                                .then(wg.go(a.run(three.acquire(b, 2)
                                        .flatMap(r -> r.isSuccess() ? three.release(2) : Go.unit()))))
                                .then(wg.go(a.cancel()))
                                .then(wg.go(b.cancel()))
                                .then(wg.await()))
                .flatMap(program -> program)
                .then(three.tryAcquire(3));
    }

    /**
     * Of two waiters one gives up; one signal is sent: if it was not for the one that gave up, the other one has it.
     */
    private static Go<Boolean> conditions() {
        Mutex mu = new Mutex();
        Cond cond = new Cond(mu);
        AtomicInt woken = new AtomicInt();
        WaitGroup wg = new WaitGroup();
        Go<?> wait = mu.withLock(cond.await().then(woken.add(1)));
        Go<?> signalUntilWoken =
                Go.forWhile(woken.load().map(n -> n < 1), cond.signal().then(Go.gosched()));
        return BACKGROUND
                .withCancel()
                .flatMap(ctx -> wg.go(ctx.run(wait))
                        .then(wg.go(wait))
                        .then(wg.go(ctx.cancel()))
                        .then(wg.go(signalUntilWoken))
                        .then(Go.forWhile(woken.load().map(n -> n < 1), Go.gosched()))
                        .then(go(Go.forever(cond.broadcast().then(Go.gosched()))))
                        .then(wg.await()))
                .then(mu.tryLock());
    }

    /** Timers that fire at the same time as the deadline. */
    private static Go<Boolean> deadlines() {
        Duration d = Duration.ofMillis(1);
        Channel<Integer> ch = Channel.unbuffered();
        AtomicInt got = new AtomicInt();
        WaitGroup wg = new WaitGroup();
        return BACKGROUND
                .withTimeout(d)
                .flatMap(ctx -> wg.go(ctx.run(Go.sleep(d).then(got.add(1))))
                        .then(wg.go(Go.sleep(d).then(ch.send(1))))
                        .then(ctx.run(ch.receive()))
                        .flatMap(r -> r.isSuccess() ? Go.unit() : ch.receive())
                        .then(wg.await()))
                .as(true);
    }

    @Test
    void noElementIsLostByReceiversUnderManySeeds() {
        underManySeeds(() -> receivers(Channel.unbuffered()));
        underManySeeds(() -> receivers(Channel.buffered(2)));
    }

    @Test
    void noElementIsLostOrSentTwiceBySendersUnderManySeeds() {
        underManySeeds(() -> senders(Channel.unbuffered()));
        underManySeeds(() -> senders(Channel.buffered(2)));
    }

    @Test
    void bothSidesOfARendezvousAgreeUnderManySeeds() {
        underManySeeds(RunRaceTest::bothSides);
    }

    @Test
    void locksAreFreeInTheEndUnderManySeeds() {
        underManySeeds(RunRaceTest::locks);
    }

    @Test
    void noPermitIsLostUnderManySeeds() {
        underManySeeds(RunRaceTest::semaphores);
    }

    @Test
    void noSignalIsLostUnderManySeeds() {
        underManySeeds(RunRaceTest::conditions);
    }

    @Test
    void deadlinesLoseNothingUnderManySeeds() {
        underManySeeds(RunRaceTest::deadlines);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void noElementIsLostOnThreads(int procs) {
        onThreads(procs, () -> receivers(Channel.unbuffered()));
        onThreads(procs, () -> receivers(Channel.buffered(2)));
        onThreads(procs, () -> senders(Channel.unbuffered()));
        onThreads(procs, () -> senders(Channel.buffered(2)));
        onThreads(procs, RunRaceTest::bothSides);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void locksAndPermitsAreFreeInTheEndOnThreads(int procs) {
        onThreads(procs, RunRaceTest::locks);
        onThreads(procs, RunRaceTest::semaphores);
        onThreads(procs, RunRaceTest::conditions);
    }
}
