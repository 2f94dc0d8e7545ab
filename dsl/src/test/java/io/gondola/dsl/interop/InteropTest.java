package io.gondola.dsl.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // what is looked for is there
class InteropTest {
    private final GoRuntime rt = GoRuntime.builder().maxProcs(2).build();
    private final Channel<Integer> ch = Channel.unbuffered();

    @AfterEach
    void close() {
        rt.close();
    }

    // futures

    @Test
    void aGoroutineCompletesItsFuture() {
        int n = rt.run(Futures.start(Go.pure(20)).flatMap(f -> Go.fromFuture(f.thenApply(v -> v + 1))));

        assertThat(n).isEqualTo(21);
    }

    @Test
    void aPanicCompletesTheFutureAndEndsNothingElse() {
        IllegalStateException e = new IllegalStateException("broken");
        CompletableFuture<Object> future = rt.run(Futures.start(Go.run(() -> {
                    throw e;
                }))
                .flatMap(f -> Go.forWhile(() -> !f.isDone(), Go.gosched()).as(f.thenApply(v -> v))));

        assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class).hasCause(e);
    }

    @Test
    void aGoexitCompletesTheFuture() {
        CompletableFuture<Unit> future = rt.run(Futures.<Unit>start(Go.goexit())
                .flatMap(f -> Go.forWhile(() -> !f.isDone(), Go.gosched()).as(f)));

        assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
    }

    // streams

    @Test
    void aStreamIsSentAndClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        Stream<Integer> numbers = Stream.iterate(0, n -> n + 1).limit(100).onClose(() -> closed.set(true));
        AtomicInteger sum = new AtomicInteger();

        rt.run(Go.go(Streams.send(numbers, ch).defer(ch.close())).then(ch.range(v -> Go.run(() -> sum.addAndGet(v)))));

        assertThat(sum).hasValue(4950);
        assertThat(closed).isTrue();
    }

    @Test
    void aStreamIsClosedAfterAPanicToo() {
        AtomicBoolean closed = new AtomicBoolean();
        Stream<Integer> numbers = Stream.of(1).onClose(() -> closed.set(true));

        rt.run(ch.close().then(Streams.send(numbers, ch).attempt()));

        assertThat(closed).isTrue();
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // its end is seen by what it does
    void aChannelIsAStream() {
        ch.blocking(); // before the sender may be alone: this thread will receive
        rt.start(Go.forRange(0, 10, ch::send).then(ch.close()));

        List<Integer> got = Streams.of(ch).map(n -> n * n).toList();

        assertThat(got).isEqualTo(IntStream.range(0, 10).map(n -> n * n).boxed().toList());
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // its end is seen by what it does
    void elementsThatTheStreamDoesNotAskForStayInTheChannel() throws InterruptedException {
        ch.blocking(); // before the sender may be alone: this thread will receive
        rt.start(Go.forRange(0, 10, ch::send));

        assertThat(Streams.of(ch).limit(3).toList()).containsExactly(0, 1, 2);
        assertThat(ch.blocking().receive()).isEqualTo(3);
    }

    @Test
    void anInterruptEndsTheStream() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Streams.of(ch).count()).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    // executor

    @Test
    void tasksYieldTheirResults() throws Exception {
        ExecutorService executor = new GoExecutor(rt);
        List<Future<Integer>> results = executor.invokeAll(IntStream.range(0, 50)
                .mapToObj(n -> (java.util.concurrent.Callable<Integer>) () -> n)
                .toList());

        int sum = 0;
        for (Future<Integer> result : results) {
            sum += result.get();
        }
        assertThat(sum).isEqualTo(1225);
        executor.shutdown();
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(executor.isTerminated()).isTrue();
    }

    /** More tasks block at once than there are processors, and goroutines go on. */
    @Test
    void tasksMayBlockTheirThreads() throws Exception {
        ExecutorService executor = new GoExecutor(rt);
        CountDownLatch all = new CountDownLatch(10);
        List<Future<?>> results = IntStream.range(0, 10)
                .<Future<?>>mapToObj(i -> executor.submit(() -> {
                    all.countDown();
                    assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
                    return null;
                }))
                .toList();

        for (Future<?> result : results) {
            result.get();
        }
        executor.shutdown();
    }

    @Test
    void aTaskThatThrowsEndsNothingElse() throws Exception {
        ExecutorService executor = new GoExecutor(rt);
        executor.execute(() -> {
            throw new IllegalStateException("of a task");
        });

        assertThat(executor.submit(() -> 1).get()).isEqualTo(1);
        executor.shutdown();
    }

    @Test
    void aTaskMaySubmitAnother() throws Exception {
        ExecutorService executor = new GoExecutor(rt);

        assertThat(executor.submit(() -> executor.submit(() -> 7).get()).get()).isEqualTo(7);
        executor.shutdown();
    }

    @Test
    void afterShutdownTasksAreRejectedAndOldOnesFinish() throws Exception {
        ExecutorService executor = new GoExecutor(rt);
        CountDownLatch goOn = new CountDownLatch(1);
        Future<Integer> old = executor.submit(() -> {
            goOn.await();
            return 3;
        });
        executor.shutdown();

        assertThatThrownBy(() -> executor.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThat(executor.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
        goOn.countDown();
        assertThat(old.get()).isEqualTo(3);
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shutdownNowInterruptsTasks() throws Exception {
        ExecutorService executor = new GoExecutor(rt);
        CountDownLatch started = new CountDownLatch(1);
        Future<?> task = executor.submit(() -> {
            started.countDown();
            new CountDownLatch(1).await();
            return null;
        });
        started.await();

        executor.shutdownNow();

        assertThatThrownBy(task::get).hasCauseInstanceOf(InterruptedException.class);
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    // virtual threads

    /** Called by reflection, for the code is compiled for Java 17. */
    @Test
    void virtualThreadsSendAndReceive() throws Exception {
        assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(21);
        java.lang.reflect.Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        Channel<Integer> replies = Channel.unbuffered();
        for (int i = 0; i < 100; i++) {
            Runnable echo = () -> {
                try {
                    replies.blocking().send(ch.blocking().receive() + 1);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            };
            start.invoke(null, echo);
        }
        AtomicInteger sum = new AtomicInteger();

        rt.run(Go.go(Go.forRange(0, 100, ch::send))
                .then(replies.receive().peek(sum::addAndGet).repeat(100)));

        assertThat(sum).hasValue(5050);
    }
}
