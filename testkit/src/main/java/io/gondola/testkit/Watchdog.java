package io.gondola.testkit;

import io.gondola.testkit.run.Execution;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks, on a thread of its own, whether each execution makes steps, and interrupts the thread of one that does not. */
final class Watchdog implements AutoCloseable {
    private static final int LIMIT_SECONDS = 5;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread t = Executors.defaultThreadFactory().newThread(r);
        t.setDaemon(true);
        t.setName("gondola-watchdog");
        return t;
    });
    private final Map<Thread, Watched> threads = new ConcurrentHashMap<>();
    private final Future<?> checks;

    /** The executions of one thread. */
    private static final class Watched {
        volatile Execution execution;
        volatile String stuckAt;
        private Execution last;
        private int lastSteps;
        private int seconds;

        void look(Thread thread) {
            Execution x = execution;
            if (x == null || x != last || x.steps() != lastSteps) {
                last = x;
                lastSteps = x == null ? 0 : x.steps();
                seconds = 0;
            } else if (++seconds == LIMIT_SECONDS) {
                stuckAt = describe(x, thread);
                thread.interrupt();
            }
        }

        private static String describe(Execution x, Thread thread) {
            StringBuilder out = new StringBuilder("a step blocks its thread for more than " + LIMIT_SECONDS
                    + " s: goroutine="
                    + (x.current() == null ? "main" : x.current().fullName())
                    + "; under the explorer use Go.sleep, channels, or a stub in place of what blocks; at");
            for (StackTraceElement e : thread.getStackTrace()) {
                if (e.getClassName().startsWith("io.gondola.dsl.")) {
                    break;
                }
                out.append("\n\tat ").append(e);
            }
            return out.toString();
        }
    }

    Watchdog() {
        checks = timer.scheduleAtFixedRate(() -> threads.forEach((t, w) -> w.look(t)), 1, 1, TimeUnit.SECONDS);
    }

    /** Watches {@code x}, which the current thread is about to run. */
    void watch(Execution x) {
        threads.computeIfAbsent(Thread.currentThread(), t -> new Watched()).execution = x;
    }

    /**
     * The current thread's execution is over.
     *
     * @throws IllegalStateException if it was stuck
     */
    void over() {
        Watched w = threads.get(Thread.currentThread());
        if (w != null) {
            w.execution = null;
            if (w.stuckAt != null) {
                Thread.interrupted(); // it was meant for what blocked
                throw new IllegalStateException(w.stuckAt);
            }
        }
    }

    @Override
    public void close() {
        checks.cancel(false);
        timer.shutdownNow();
    }
}
