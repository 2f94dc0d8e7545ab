package io.gondola.dsl.interop;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.scheduler.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A runtime as an {@link java.util.concurrent.ExecutorService}: each task is a goroutine that runs it as {@link Go#blocking}, for
 * a task made for an executor may block its thread. So tasks run at once, as many as there are, each on a thread for as long as
 * it runs; the runtime's threads are reused, and its processors stay free for goroutines.
 *
 * <p>It is a program of its own in the runtime, which ends when the executor is shut down and its tasks have ended. Closing the
 * runtime ends it at once. What a task given to {@link #execute} throws is logged, and ends nothing else.
 */
public final class GoExecutor extends AbstractExecutorService {
    /*
     * The main goroutine starts the others. A task is counted, then the executor looks whether it is shut down; shutdown is
     * written, then the count is read. So whoever is accepted is run, and the program ends after the last one.
     *
     * `wake` has room for one signal: after a signal was put into it, or found in it, the goroutine looks at everything again.
     */
    private static final Log log = new Log(GoExecutor.class.getName());

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final Channel<Unit> wake = Channel.<Unit>buffered(1).named("executor");

    /** Tasks that were accepted, or are about to be refused, and have not ended. */
    private final AtomicInteger pending = new AtomicInteger();

    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Unit> program;
    private volatile boolean shutdown;

    /**
     * Makes an executor.
     *
     * @param runtime one with threads of its own, not the deterministic one
     * @throws IllegalStateException {@code runtime is closed}; or if called inside a goroutine of it
     * @throws NullPointerException if {@code runtime} is null
     */
    public GoExecutor(GoRuntime runtime) {
        wake.blocking();
        Go<Unit> startAll = Go.forWhile(() -> !waiting.isEmpty(), Go.suspend(() -> start(waiting.poll())));
        program = Objects.requireNonNull(runtime, "runtime")
                .start(Go.forWhile(() -> !(shutdown && pending.get() == 0), startAll.then(wake.receive())));
    }

    private Go<Unit> start(Runnable task) {
        return task == null ? Go.unit() : Go.go("executor-task", Go.blocking(() -> run(task)));
    }

    private Unit run(Runnable task) {
        Thread thread = Thread.currentThread();
        running.add(thread);
        try {
            task.run();
        } catch (Throwable t) {
            log.error("Task threw: task={}", task, t);
        } finally {
            running.remove(thread);
            Thread.interrupted();
            ended();
        }
        return Unit.UNIT;
    }

    private void ended() {
        pending.decrementAndGet();
        wake.blocking().trySend(Unit.UNIT);
    }

    @Override
    public void execute(Runnable task) {
        Objects.requireNonNull(task, "task");
        pending.incrementAndGet();
        if (shutdown || program.isDone()) {
            ended();
            throw new RejectedExecutionException("the executor has been shut down: task=" + task);
        }
        waiting.add(task);
        wake.blocking().trySend(Unit.UNIT);
    }

    @Override
    public void shutdown() {
        shutdown = true;
        wake.blocking().trySend(Unit.UNIT);
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        List<Runnable> notStarted = new ArrayList<>();
        for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
            notStarted.add(task);
            ended();
        }
        running.forEach(Thread::interrupt);
        return notStarted;
    }

    @Override
    public boolean isShutdown() {
        return shutdown || program.isDone();
    }

    @Override
    public boolean isTerminated() {
        return program.isDone();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        try {
            program.get(timeout, unit);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException | CancellationException e) {
            return true; // the runtime was closed
        }
        return true;
    }
}
