package io.gondola.sync;

import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.vavr.control.Option;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A goroutine is given what it waited for, and its program ends before it runs. On one processor that is certain: the
 * one that gives goes on, and in its next step cancels the other program. What was given must not be lost.
 */
class DroppedWaitersTest {
    /** Waits in a program of its own, is served by {@code give}, and dropped; then {@code next} must end. */
    @SuppressWarnings("try") // attached for as long as the block lasts
    private static void dropped(Go<?> hold, Go<?> wait, String reason, Go<?> give, Go<?> next) throws Exception {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build();
                AutoCloseable attached = rt.attach()) {
            rt.run(hold);
            CompletableFuture<?> waiting = rt.start(wait);
            CompletableFuture<?> test = rt.start(Go.forWhile(() -> !waits(rt, reason), gosched())
                    .then(give)
                    .then(run(() -> waiting.cancel(true)))
                    .then(gosched())
                    .then(next));

            test.get(10, TimeUnit.SECONDS);

            assertThat(waiting).isCancelled();
        }
    }

    private static boolean waits(GoRuntime rt, String reason) {
        return rt.dump().goroutines().exists(g -> g.waitReason().equals(Option.some(reason)));
    }

    @Test
    void permitsAreGivenBack() throws Exception {
        Semaphore s = new Semaphore(3);

        dropped(s.acquire(3), s.acquire(2), "semacquire", s.release(3), s.acquire(3));
    }

    @Test
    void permitsOfAWaitWithAContextAreGivenBack() throws Exception {
        Semaphore s = new Semaphore(3);
        Go<?> wait = Context.background().withCancel().flatMap(ctx -> s.acquire(ctx, 2));

        dropped(s.acquire(3), wait, "select", s.release(3), s.acquire(3));
    }

    @Test
    void theWakeUpOfAMutexGoesToTheNext() throws Exception {
        Mutex m = new Mutex();
        Go<Unit> section = m.lock().then(m.unlock());
        // The mutex is free and somebody waits for it: nobody would unlock it any more.
        WaitGroup second = new WaitGroup();
        Go<Unit> hold = m.lock();

        dropped(
                hold,
                m.lock(),
                "sync.Mutex.Lock",
                second.go(section).then(gosched()).then(m.unlock()),
                second.await());
    }

    @Test
    void aReaderThatWasLetInLeaves() throws Exception {
        RWMutex m = new RWMutex();

        dropped(m.lock(), m.rLock(), "sync.RWMutex.RLock", m.unlock(), m.lock());
    }

    @Test
    void aWriterThatGotTheLockUnlocks() throws Exception {
        RWMutex m = new RWMutex();

        dropped(m.rLock(), m.lock(), "sync.RWMutex.Lock", m.rUnlock(), m.lock());
    }

    @Test
    void aWriterThatGotTheWritersMutexUnlocks() throws Exception {
        RWMutex m = new RWMutex();

        dropped(m.lock(), m.lock(), "sync.Mutex.Lock", m.unlock(), m.lock());
    }

    @Test
    void aSignalGoesToTheNext() throws Exception {
        Mutex m = new Mutex();
        Cond c = new Cond(m);
        WaitGroup second = new WaitGroup();
        Go<?> give = second.go(m.withLock(c.await())).then(gosched()).then(c.signal());

        dropped(Go.unit(), m.withLock(c.await()), "sync.Cond.Wait", give, second.await());
    }
}
