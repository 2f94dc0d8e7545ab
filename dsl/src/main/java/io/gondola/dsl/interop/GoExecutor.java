package io.gondola.dsl.interop;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.scheduler.Log;
import io.gondola.scheduler.SafeText;
import io.gondola.scheduler.StackRoom;
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
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A runtime as an {@link java.util.concurrent.ExecutorService}: each task is a goroutine that runs it as
 * {@link Go#blocking}, for a task made for an executor may block its thread. So tasks run at once, as many as there
 * are, each on a thread for as long as it runs; the runtime's threads are reused, and its processors stay free for
 * goroutines.
 *
 * <p>It is a program of its own in the runtime, which ends when the executor is shut down and its tasks have ended.
 * Closing the runtime ends it at once: the threads of tasks that run are interrupted, and tasks that were accepted but
 * have not begun are dropped. The future of such a task is cancelled, so that who waits for it gets a
 * {@link CancellationException}; one without a future is logged. What a task given to {@link #execute} throws is
 * logged, and ends nothing else.
 */
@CheckReturnValue
public final class GoExecutor extends AbstractExecutorService {
    /*
     * The main goroutine starts the others. A task is counted, then the executor looks whether it is shut down;
     * shutdown is written, then the count is read. So a task that is accepted is run, and the program ends after the
     * last one.
     *
     * If the program ends before, because the runtime is closed or has no threads, tasks are dropped wherever they are:
     * not taken yet, or given to a goroutine that did not come to run. Each task is begun or dropped once, by
     * compare-and-set. A task is put into `accepted`, then its caller looks whether the program has ended; the program
     * has ended, then `accepted` is looked at. So one of the two sees the other.
     *
     * `wake` has room for one signal: after a signal was put into it, or found in it, the goroutine looks at everything
     * again.
     */
    private static final Log log = new Log(GoExecutor.class.getName());

    private final Queue<Task> waiting = new ConcurrentLinkedQueue<>();

    /** Those that have neither begun nor been dropped. */
    private final Set<Task> accepted = ConcurrentHashMap.newKeySet();

    private final Channel<Unit> wake = Channel.<Unit>buffered(1).named("executor");

    /** Tasks that were accepted, or are about to be refused, and have not ended. */
    private final AtomicInteger pending = new AtomicInteger();

    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Unit> program;

    /** Done once the program has ended and what it left was dropped. */
    private final CompletableFuture<Unit> terminated;

    private volatile boolean shutdown;

    /** Something to run, which is begun, dropped or taken back once. */
    private static final class Task extends AtomicBoolean {
        private static final long serialVersionUID = 1;
        private final transient Runnable runnable;

        Task(Runnable runnable) {
            this.runnable = runnable;
        }

        boolean claim() {
            return compareAndSet(false, true);
        }
    }

    /**
     * Makes an executor.
     *
     * @param runtime one with threads of its own, not the deterministic one
     * @throws IllegalStateException {@code runtime is closed}; or if called inside a goroutine of it
     * @throws NullPointerException if {@code runtime} is null
     */
    public GoExecutor(GoRuntime runtime) {
        StackRoom.checkToStart();
        wake.blocking();
        Go<Unit> startAll = Go.forWhile(() -> !waiting.isEmpty(), Go.suspend(() -> start(waiting.poll())));
        program = Objects.requireNonNull(runtime, "runtime")
                .start(Go.forWhile(() -> !(shutdown && pending.get() == 0), startAll.then(wake.receive())));
        terminated = program.handle((u, thrown) -> {
            dropAll();
            return Unit.UNIT;
        });
    }

    /** The program has ended: nothing runs what has not begun. */
    private void dropAll() {
        for (Task task : accepted) {
            if (claim(task)) {
                drop(task.runnable);
                ended();
            }
        }
    }

    private boolean claim(Task task) {
        accepted.remove(task);
        return task.claim();
    }

    private static void drop(Runnable task) {
        if (!(task instanceof RunnableFuture<?> future && future.cancel(false))) {
            log.error("Task was dropped, its runtime has ended before it began: task={}", SafeText.of(task));
        }
    }

    private Go<Unit> start(Task task) {
        return task == null ? Go.unit() : Go.go("executor-task", Go.blocking(() -> run(task)));
    }

    private Unit run(Task begun) {
        if (!claim(begun)) {
            return Unit.UNIT;
        }
        Runnable task = begun.runnable;
        Thread thread = Thread.currentThread();
        running.add(thread);
        try {
            task.run();
        } catch (Throwable t) {
            log.error("Task threw: task={}", SafeText.of(task), t);
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
        StackRoom.checkForMuch();
        pending.incrementAndGet();
        if (shutdown || program.isDone()) {
            ended();
            throw rejected(task);
        }
        Task entry = new Task(task);
        accepted.add(entry);
        if (program.isDone() && claim(entry)) {
            ended();
            throw rejected(task);
        }
        waiting.add(entry);
        wake.blocking().trySend(Unit.UNIT);
    }

    private static RejectedExecutionException rejected(Runnable task) {
        return new RejectedExecutionException("the executor has been shut down: task=" + SafeText.of(task));
    }

    @Override
    public void shutdown() {
        StackRoom.checkForMuch();
        shutdown = true;
        wake.blocking().trySend(Unit.UNIT);
    }

    @Override
    public List<Runnable> shutdownNow() {
        StackRoom.checkToStart();
        shutdown();
        List<Runnable> notStarted = new ArrayList<>();
        for (Task task = waiting.poll(); task != null; task = waiting.poll()) {
            takeBack(task, notStarted); // in their order
        }
        accepted.forEach(task -> takeBack(task, notStarted));
        running.forEach(Thread::interrupt);
        return notStarted;
    }

    private void takeBack(Task task, List<Runnable> notStarted) {
        if (claim(task)) {
            notStarted.add(task.runnable);
            ended();
        }
    }

    @Override
    public boolean isShutdown() {
        return shutdown || program.isDone();
    }

    @Override
    public boolean isTerminated() {
        return terminated.isDone();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        try {
            terminated.get(timeout, Objects.requireNonNull(unit, "unit"));
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError("terminated never fails", e);
        }
        return true;
    }
}
