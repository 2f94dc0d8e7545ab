package io.gondola.testkit;

import io.gondola.testkit.run.Execution;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks, on a thread of its own, whether each execution makes steps, and whether it begins. It interrupts the thread of
 * one that does not; if that does not help, it leaves the thread behind and ends the exploration.
 */
final class Watchdog implements AutoCloseable {
    /*
     * Nobody can end a Java thread that does not want to. So an exploration runs on a daemon thread, and who asked for
     * it waits for a future, which the watchdog fails when an execution has made no step for `LOOKS` looks, and none
     * for as many after the interrupt. What the thread does after that nobody sees.
     */
    static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int LOOKS = 4;

    private final Duration limit;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread t = Executors.defaultThreadFactory().newThread(r);
        t.setDaemon(true);
        t.setName("gondola-watchdog");
        return t;
    });
    private final Map<Thread, Watched> threads = new ConcurrentHashMap<>();
    private final CompletableFuture<Report> report = new CompletableFuture<>();
    private final Future<?> checks;

    /** Told besides the interrupt, which a goroutine's own code may swallow. */
    private volatile boolean cancelled;

    /**
     * What one thread does: an {@link Execution}, or something else while it calls the function that makes the program.
     */
    private final class Watched {
        volatile @Nullable Object doing;
        volatile @Nullable String stuckAt;
        private @Nullable Object last;
        private int lastSteps;
        private int looks;

        void look(Thread thread) {
            Object now = doing;
            int steps = now instanceof Execution x ? x.steps() : 0;
            if (now == null || now != last || steps != lastSteps) {
                last = now;
                lastSteps = steps;
                looks = 0;
                return;
            }
            looks++;
            if (looks == LOOKS) {
                stuckAt = describe(now, thread, "");
                thread.interrupt();
            } else if (looks == 2 * LOOKS) {
                report.completeExceptionally(new IllegalStateException(describe(
                        now,
                        thread,
                        ", and goes on although it was interrupted: its thread is left behind, thread="
                                + thread.getName())));
            }
        }

        private String describe(Object stuck, Thread thread, String more) {
            StringBuilder out =
                    new StringBuilder((stuck instanceof Execution ? "a step" : "the function that makes the program")
                            + " blocks its thread for more than " + text(limit) + more + goroutine(stuck)
                            + "; under the explorer use Go.sleep, channels, or a stub in place of what blocks; at");
            for (StackTraceElement e : thread.getStackTrace()) {
                if (e.getClassName().startsWith("io.gondola.dsl.")) {
                    break;
                }
                out.append("\n\tat ").append(e);
            }
            return out.toString();
        }

        private static String goroutine(Object stuck) {
            if (!(stuck instanceof Execution x)) {
                return "";
            }
            return ": goroutine=" + (x.current() == null ? "main" : x.current().fullName());
        }

        private static String text(Duration d) {
            return d.toSeconds() > 0 ? d.toSeconds() + " s" : d.toMillis() + " ms";
        }
    }

    Watchdog() {
        this(LIMIT);
    }

    Watchdog(Duration limit) {
        this.limit = limit;
        long every = limit.toNanos() / LOOKS;
        checks = timer.scheduleAtFixedRate(
                () -> threads.forEach((t, w) -> w.look(t)), every, every, TimeUnit.NANOSECONDS);
    }

    /**
     * Explores on a thread of its own, and waits for the report.
     *
     * @throws IllegalStateException if a step blocks the thread and cannot be interrupted
     */
    Report await(Supplier<Report> exploration) {
        Thread explorer = Executors.defaultThreadFactory().newThread(() -> {
            try {
                report.complete(exploration.get());
            } catch (Throwable e) { // it is the caller's
                report.completeExceptionally(e);
            }
        });
        explorer.setDaemon(true);
        explorer.setName("gondola-explorer");
        explorer.start();
        try {
            return report.get();
        } catch (InterruptedException e) {
            cancelled = true;
            explorer.interrupt();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the exploration was interrupted", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw withCaller(cause == null ? e : cause);
        }
    }

    /** {@code thrown}, whose stack trace goes on with that of the caller, as if it had been thrown here. */
    private static RuntimeException withCaller(Throwable thrown) {
        StackTraceElement[] caller = Thread.currentThread().getStackTrace();
        thrown.setStackTrace(Stream.concat(
                        Arrays.stream(thrown.getStackTrace()),
                        Arrays.stream(caller).skip(2))
                .toArray(StackTraceElement[]::new));
        if (thrown instanceof Error error) {
            throw error;
        }
        return (RuntimeException) thrown;
    }

    /** Whether nobody waits for the report any more. */
    boolean isCancelled() {
        return cancelled;
    }

    /** Watches the current thread, which is about to call the function that makes the program. */
    void watchMaking() {
        begin(new Object());
    }

    /** Watches {@code x}, which the current thread is about to run. */
    void watch(Execution x) {
        begin(x);
    }

    private void begin(Object doing) {
        threads.computeIfAbsent(Thread.currentThread(), t -> new Watched()).doing = doing;
    }

    /**
     * What the current thread was watched for is over.
     *
     * @throws IllegalStateException if it was stuck
     */
    void over() {
        Watched w = threads.get(Thread.currentThread());
        if (w != null) {
            w.doing = null;
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
