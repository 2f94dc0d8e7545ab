package io.gondola.sync;

import static io.gondola.dsl.Go.pure;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two programs share an object; one of them waits for it and is cancelled. The other one must find the object as if the
 * wait had never begun: a giver passes over those whose program has ended, and nobody stands behind them.
 */
@SuppressWarnings("CheckReturnValue") // what counts is what the calls do
class EndedWaitersTest {
    private final GoRuntime rt = GoRuntime.builder().maxProcs(2).build();

    /** While only programs that wait are there, this test is the one that goes on. */
    private final AutoCloseable attached = rt.attach();

    @AfterEach
    void close() throws Exception {
        attached.close();
        rt.close();
    }

    private int waiting(String reason) {
        return rt.dump().goroutines().count(g -> g.waitReason().equals(Option.some(reason)));
    }

    /** Starts a program and comes back when it waits. */
    private <A> CompletableFuture<A> started(Go<A> program, String reason) {
        int before = waiting(reason);
        CompletableFuture<A> run = rt.start(program);
        run(Go.forWhile(() -> waiting(reason) <= before, Go.gosched()));
        return run;
    }

    /** Runs a program until it waits, then cancels it. */
    private void cancelled(Go<?> program, String reason) {
        started(program, reason).cancel(true);
    }

    /** Runs a program that must end. */
    private <A> A run(Go<A> program) {
        return ended(rt.start(program));
    }

    private static <A> A ended(CompletableFuture<A> run) {
        try {
            return run.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    // semaphores

    @Test
    void semaphoreIsReleasedPastOneThatIsGone() {
        Semaphore s = new Semaphore(1);
        run(s.acquire(1));
        cancelled(s.acquire(1), "semacquire");

        run(s.release(1));

        assertThat(run(s.tryAcquire(1))).isTrue();
    }

    @Test
    void semaphoreServesWhoStandsBehindOneThatIsGone() {
        Semaphore s = new Semaphore(2);
        run(s.acquire(1));
        CompletableFuture<Unit> first = started(s.acquire(2), "semacquire");
        CompletableFuture<Unit> second = started(s.acquire(1), "semacquire");

        first.cancel(true);

        ended(second); // though nobody releases anything
    }

    @Test
    void semaphoreServesWhoStandsBehindOneThatIsGoneWithItsContext() {
        Semaphore s = new Semaphore(2);
        run(s.acquire(1));
        Go<Try<Unit>> bounded = Context.background().withCancel().flatMap(ctx -> s.acquire(ctx, 2));
        CompletableFuture<Try<Unit>> first = started(bounded, "select");
        CompletableFuture<Unit> second = started(s.acquire(1), "semacquire");

        first.cancel(true);

        ended(second);
        assertThat(run(s.release(2).then(s.tryAcquire(2)))).isTrue();
    }

    @Test
    void semaphoreIsFreeForNewcomersAfterItsFirstWaiterIsGone() {
        Semaphore s = new Semaphore(2);
        run(s.acquire(1));
        cancelled(s.acquire(2), "semacquire");

        assertThat(run(s.tryAcquire(1))).isTrue();
    }

    @Test
    void groupWithALimitGoesOnAfterAWaiterIsGone() {
        ErrGroup group = new ErrGroup();
        Channel<Unit> open = Channel.unbuffered();
        run(group.setLimit(1));
        CompletableFuture<Try<Unit>> first =
                started(group.go(open.receive()).then(group.await()), "sync.WaitGroup.Wait");
        cancelled(group.go(pure(1)), "chan send");

        run(open.close());

        assertThat(ended(first).isSuccess()).isTrue();
        run(group.go(pure(1)).then(group.await()));
    }

    // conditions

    /** Hunts a sweep of those that are gone which changes the order of the others, or loses one. */
    @Test
    void conditionServesItsWaitersInOrderAfterManyBetweenThemAreGone() {
        Mutex m = new Mutex();
        Cond cond = new Cond(m);
        List<Integer> served = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Unit>> waiters = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            Go<Unit> wait = m.withLock(cond.await()).then(Go.run(() -> served.add(number)));
            CompletableFuture<Unit> run = started(wait, "sync.Cond.Wait");
            if (i % 10 == 0) {
                waiters.add(run);
            } else {
                run.cancel(true);
            }
        }

        run(cond.signal());
        ended(waiters.get(0));
        run(cond.signal());
        ended(waiters.get(1));
        run(cond.broadcast());
        waiters.forEach(EndedWaitersTest::ended);

        assertThat(served).hasSize(10).startsWith(0, 10);
    }

    // mutexes

    @Test
    void mutexIsUnlockedPastOneThatIsGone() {
        Mutex m = new Mutex();
        run(m.lock());
        cancelled(m.lock(), "sync.Mutex.Lock");
        CompletableFuture<Unit> next = started(m.lock(), "sync.Mutex.Lock");

        run(m.unlock());

        ended(next);
    }

    @Test
    void readersAreLetInWithoutThoseThatAreGone() {
        RWMutex m = new RWMutex();
        run(m.lock());
        cancelled(m.rLock(), "sync.RWMutex.RLock");
        CompletableFuture<Unit> reader = started(m.rLock(), "sync.RWMutex.RLock");

        run(m.unlock());

        ended(reader);
        run(m.rUnlock().then(m.lock())); // the one that is gone does not count as a reader
    }

    @Test
    void readersGoOnWhenTheWriterTheyWaitForIsGone() {
        RWMutex m = new RWMutex();
        run(m.rLock());
        CompletableFuture<Unit> writer = started(m.lock(), "sync.RWMutex.Lock");
        CompletableFuture<Unit> reader = started(m.rLock(), "sync.RWMutex.RLock");

        writer.cancel(true);

        ended(reader); // though the first reader stays
        assertThat(run(m.tryRLock())).isTrue();
    }

    @Test
    void writersGoOnWhenTheOneBeforeThemIsGone() {
        RWMutex m = new RWMutex();
        run(m.rLock());
        CompletableFuture<Unit> first = started(m.lock(), "sync.RWMutex.Lock");
        CompletableFuture<Unit> second = started(m.lock(), "sync.Mutex.Lock");

        first.cancel(true);
        run(m.rUnlock());

        ended(second);
        run(m.unlock().then(m.rLock()));
    }

    // conditions, groups

    @Test
    void signalGoesPastOneThatIsGone() {
        Mutex m = new Mutex();
        Cond c = new Cond(m);
        cancelled(m.lock().then(c.await()), "sync.Cond.Wait");
        CompletableFuture<Unit> next = started(m.withLock(c.await()), "sync.Cond.Wait");

        run(c.signal());

        ended(next);
    }

    @Test
    void groupsWakeTheOthersAndCanBeUsedAgain() {
        WaitGroup wg = new WaitGroup();
        run(wg.add(1));
        cancelled(wg.await(), "sync.WaitGroup.Wait");
        CompletableFuture<Unit> next = started(wg.await(), "sync.WaitGroup.Wait");

        run(wg.done());

        ended(next);
        run(wg.add(1).then(wg.done()).then(wg.await()));
    }

    // channels

    @Test
    void channelsPassOverSendersAndReceiversThatAreGone() {
        Channel<Integer> ch = Channel.unbuffered();
        cancelled(ch.receive(), "chan receive");
        cancelled(
                select(onReceive(ch, v -> pure(v)), onReceive(Channel.<Integer>unbuffered(), v -> pure(v))), "select");
        CompletableFuture<Integer> receiver = started(ch.receive(), "chan receive");

        run(ch.send(7));

        assertThat(ended(receiver)).isEqualTo(7);

        cancelled(ch.send(1), "chan send");
        cancelled(select(onSend(ch, 2, Go.unit()), onReceive(Channel.<Integer>unbuffered(), v -> Go.unit())), "select");
        CompletableFuture<Unit> sender = started(ch.send(3), "chan send");

        assertThat(run(ch.receive())).isEqualTo(3);
        ended(sender);
    }

    @Test
    void aFullBufferHasNoPlaceForSendersThatAreGone() {
        Channel<Integer> ch = Channel.buffered(1);
        run(ch.send(1));
        cancelled(ch.send(2), "chan send");

        assertThat(run(ch.receive())).isEqualTo(1);
        assertThat(run(ch.tryReceive()).isValue()).isFalse();
    }

    // what is begun once for many

    @Test
    void onceWhoseFirstProgramWasCancelledIsRunByTheNext() {
        Once once = new Once();
        int[] ran = new int[1];
        CompletableFuture<Unit> first = started(once.doOnce(Go.never()), "select (no cases)");
        CompletableFuture<Unit> second = started(once.doOnce(Go.run(() -> ran[0]++)), "sync.Mutex.Lock");

        first.cancel(true);

        ended(second);
        run(once.doOnce(Go.run(() -> ran[0] += 10)));
        assertThat(ran[0]).isEqualTo(1);
    }

    @Test
    void onceWhoseFirstProgramWasCancelledBeforeOthersCameIsRunByTheNext() {
        OnceValue<Integer> value = new OnceValue<>(Go.suspend(new CountedThenNever()));
        cancelled(value.get(), "select (no cases)");

        assertThat(run(value.get())).isEqualTo(2);
        assertThat(run(value.get())).isEqualTo(2);
    }

    /** Waits for ever the first time, then yields how often it was asked. */
    private static final class CountedThenNever implements io.vavr.CheckedFunction0<Go<? extends Integer>> {
        private static final long serialVersionUID = 1;
        private int calls;

        @Override
        public Go<Integer> apply() {
            return ++calls == 1 ? Go.never() : pure(calls);
        }
    }

    @Test
    void flightWhoseFirstProgramWasCancelledIsRunByThoseWhoWait() {
        SingleFlight<String, Integer> flights = new SingleFlight<>();
        CompletableFuture<?> first = started(flights.run("k", Go.never()), "select (no cases)");
        CompletableFuture<SingleFlight.Result<Integer>> second =
                started(flights.run("k", pure(2)), "sync.WaitGroup.Wait");

        first.cancel(true);

        assertThat(ended(second).value().get()).isEqualTo(2);
        assertThat(run(flights.run("k", pure(3))).value().get()).isEqualTo(3);
    }
}
