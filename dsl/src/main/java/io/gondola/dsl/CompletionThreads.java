package io.gondola.dsl;

import io.gondola.scheduler.ThreadMaker;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for code of the user's that a program's end makes due, and which may block: they complete the futures of
 * programs which no goroutine of theirs has ended, and end the futures and the subscriptions that a program leaves.
 * They are made when they are needed, and end when they have been idle for a second.
 */
final class CompletionThreads {
    /*
     * Each future gets a thread at once, none is queued behind another one: what is chained to one may wait for the
     * next. Only as many threads as MAX_THREADS are made. If all of them block, or none can be started, the caller does
     * it itself: it is late for what it serves, but nothing is lost.
     */
    private static final int MAX_THREADS = 256;
    private static final long IDLE_SECONDS = 1;

    private final ThreadMaker maker = new ThreadMaker();
    private final AtomicInteger numbers = new AtomicInteger();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, MAX_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);

    private Thread thread(Runnable work) {
        return maker.make(() -> new Thread(null, work, "gondola-end-" + numbers.getAndIncrement(), 0, false));
    }

    void execute(Runnable completion) {
        try {
            threads.execute(completion);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            completion.run();
        }
    }

    /** Ends the threads that are idle, and the others when they are. */
    void close() {
        threads.shutdown();
    }
}
