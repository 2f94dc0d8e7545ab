package io.gondola.dsl.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What was accepted is done, or fails: nobody waits for ever for a task whose runtime is gone. */
class DroppedTasksTest {
    private static final int MANY = 2_000;

    /** Waits for the end of {@code future}, whichever it is. */
    private static void ended(Future<?> future) throws InterruptedException, TimeoutException {
        try {
            future.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | CancellationException e) {
            // an end, too
        }
    }

    /** The tasks are in all places: not taken yet, given to a goroutine, running, and refused. */
    @Test
    void tasksOfAnExecutorEndWhenItsRuntimeIsClosed() throws Exception {
        for (int round = 0; round < 20; round++) {
            GoRuntime rt = GoRuntime.builder().maxProcs(2).build();
            GoExecutor executor = new GoExecutor(rt);
            List<Future<?>> futures = new ArrayList<>();
            CountDownLatch first = new CountDownLatch(1);
            Thread closer = new Thread(() -> {
                try {
                    first.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                rt.close();
            });
            closer.start();
            try {
                for (int i = 0; i < MANY; i++) {
                    futures.add(executor.submit(() -> {}));
                    first.countDown();
                }
            } catch (RejectedExecutionException e) {
                // as it should be, once the runtime is closed
            }
            closer.join();

            for (Future<?> future : futures) {
                ended(future);
            }
            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            assertThat(executor.isTerminated()).isTrue();
            assertThatThrownBy(() -> executor.submit(() -> {})).isInstanceOf(RejectedExecutionException.class);
        }
    }

    @Test
    void tasksOfAnExecutorEndWhenThereAreNoThreadsLeft() throws Exception {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).maxThreads(4).build()) {
            GoExecutor executor = new GoExecutor(rt);
            CountDownLatch never = new CountDownLatch(1);
            List<Future<?>> futures = new ArrayList<>();
            try {
                for (int i = 0; i < 20; i++) {
                    futures.add(executor.submit(() -> {
                        never.await();
                        return null;
                    }));
                }
            } catch (RejectedExecutionException e) {
                // after the program has ended
            }
            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();

            for (Future<?> future : futures) {
                if (!future.isDone()) {
                    never.countDown(); // one that runs: the program's end does not interrupt it
                }
                ended(future);
            }
        }
    }

    @Test
    void shutdownNowReturnsInOrderWhatHasNotBegun() throws Exception {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            GoExecutor executor = new GoExecutor(rt);
            List<Runnable> given = new ArrayList<>();
            List<Runnable> ran = java.util.Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 100; i++) {
                Runnable[] self = new Runnable[1];
                self[0] = () -> ran.add(self[0]);
                given.add(self[0]);
                executor.execute(self[0]);
            }

            List<Runnable> notStarted = executor.shutdownNow();

            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            assertThat(notStarted).doesNotHaveDuplicates();
            assertThat(ran).doesNotHaveDuplicates().doesNotContainAnyElementsOf(notStarted);
            assertThat(ran.size() + notStarted.size()).isEqualTo(given.size());
        }
    }

    @Test
    void futuresOfGoroutinesEndWithTheProgram() throws Exception {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            CompletableFuture<Unit> future = rt.run(Futures.start(Go.<Unit>never()));

            assertThatThrownBy(() -> future.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(CancellationException.class)
                    .extracting(e -> e.getCause() == null ? e : e.getCause()) // newer JDKs wrap it
                    .extracting(Throwable::getMessage)
                    .isEqualTo("the program ended before the goroutine did");
        }
    }

    @Test
    void futuresOfGoroutinesEndWhenTheRuntimeIsClosed() throws Exception {
        GoRuntime rt = GoRuntime.builder().maxProcs(2).build();
        CompletableFuture<Future<?>> started = new CompletableFuture<>();
        CompletableFuture<?> run = rt.start(Futures.start(Go.sleep(java.time.Duration.ofHours(1)))
                .flatMap(f -> Go.run(() -> started.complete(f)).then(Go.never())));
        Future<?> future = started.get(20, TimeUnit.SECONDS);

        rt.close();

        ended(future);
        ended(run);
    }
}
