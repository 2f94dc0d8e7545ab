package io.gondola.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ends the programs and the threads of a scheduler: on request, and on failures that nobody can mend. */
final class Shutdown {
    /*
     * A runtime that fails may have no memory, or its classes cannot be loaded. So what has to be done comes first, and
     * what is told about it last: the programs end, each whatever becomes of the others; the threads are woken; then it
     * is logged. What fails meanwhile is tried again, since memory may be there as soon as the first programs have
     * ended. A program whose end was told stays ended, so telling it again does nothing. Nothing is allocated on the
     * way from the failure to the waiting threads: the list of programs runs through themselves.
     *
     * New programs are refused once `closed` is set. One that comes in at the same moment is found here, or finds
     * `closed` set after it was registered, and ends itself.
     */
    private static final long JOIN_NANOS = 2_000_000_000;
    private static final long RETRY_NANOS = 10_000_000;

    private final AtomicBoolean closed;
    private final DeadlockDetector deadlocks;
    private final Threads own;

    /** Why the runtime cannot go on; null if it was closed, or runs. */
    private volatile @Nullable Throwable failure;

    /** The threads of a scheduler: its machines, and the two that serve them. */
    record Threads(ProcessorPool pool, Sysmon sysmon, Poller poller) {}

    Shutdown(AtomicBoolean closed, DeadlockDetector deadlocks, Threads own) {
        this.closed = closed;
        this.deadlocks = deadlocks;
        this.own = own;
    }

    /**
     * Ends everything after a failure of the runtime itself, whose invariants may be broken now; then logs {@code
     * what}.
     */
    void fail(String what, Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        closed.set(true);
        endAll(null, null, cause, Long.MAX_VALUE);
        wakeAll();
        try {
            Log.LOG.error("{}: thread={}", what, Thread.currentThread().getName(), cause);
        } catch (Throwable t) {
            // the programs tell the cause
        }
    }

    /** As {@link #fail}, for an end that Go knows, too. */
    void fatal(String notice, String message) {
        if (!closed.getAndSet(true)) {
            endAll(notice, message, null, Long.MAX_VALUE);
        }
        wakeAll();
    }

    /** Ends all programs and threads, and waits for both, but not for ever. */
    void close() {
        if (!closed.getAndSet(true)) {
            endAll(null, null, null, JOIN_NANOS);
        }
        wakeAll();
        joinAll();
    }

    /** What programs end with that are closed. */
    static CancellationException cause() {
        return new CancellationException("runtime was closed");
    }

    /** Why a new program is refused. */
    IllegalStateException refusal() {
        Throwable cause = failure;
        return cause == null
                ? new IllegalStateException("runtime is closed")
                : new IllegalStateException("runtime is closed: it has failed", cause);
    }

    /** Ends all programs: by Go's words if there is a notice, else by the cause, else since the runtime was closed. */
    private void endAll(@Nullable String notice, @Nullable String message, @Nullable Throwable cause, long patience) {
        long start = System.nanoTime();
        boolean interrupted = false;
        while (true) {
            boolean all = true;
            Program p = deadlocks.firstProgram();
            while (p != null) {
                all &= hasEnded(p, notice, message, cause);
                p = deadlocks.programAfter(p);
            }
            if (all || System.nanoTime() - start >= patience) {
                break;
            }
            LockSupport.parkNanos(this, RETRY_NANOS);
            interrupted |= Thread.interrupted(); // it would keep the thread from parking
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("NullAway") // where there is a notice there is a message
    private static boolean hasEnded(
            Program p, @Nullable String notice, @Nullable String message, @Nullable Throwable cause) {
        try {
            if (notice != null) {
                p.onFatal(notice, message);
            } else {
                p.onAbort(cause == null ? cause() : cause);
            }
            return true;
        } catch (OutOfMemoryError e) {
            return hasEnded(p, e);
        } catch (Throwable t) {
            return false;
        }
    }

    /** As above, for want of memory: allocates nothing. */
    private static boolean hasEnded(Program p, OutOfMemoryError cause) {
        try {
            p.onAbort(cause);
            return true;
        } catch (Throwable t) {
            return false;
        }
    }

    /** Makes every thread look at the closed flag; interrupts those that block in Java code. */
    private void wakeAll() {
        LockSupport.unpark(own.sysmon());
        own.poller().wake();
        try {
            for (Machine m : own.pool().machines()) {
                LockSupport.unpark(m);
                if (m.oldP != null && m != Thread.currentThread()) {
                    m.interrupt();
                }
            }
        } catch (OutOfMemoryError e) {
            // those that were not woken look by themselves when they have been idle for long enough
        }
    }

    /**
     * Waits until all threads have ended, but for the caller's own; for two seconds in all. Names those that have not.
     */
    private void joinAll() {
        long deadline = System.nanoTime() + JOIN_NANOS;
        List<Thread> threads = new ArrayList<>(List.of(own.sysmon(), own.poller()));
        boolean interrupted = false;
        while (!threads.isEmpty()) {
            for (Thread t : threads) {
                interrupted |= join(t, deadline);
            }
            threads = System.nanoTime() < deadline ? otherMachines() : List.of();
        }
        for (Thread t : otherMachines()) {
            Goroutine g = ((Machine) t).running();
            Log.LOG.warn(
                    "Thread outlives its runtime, since a goroutine's Java code does not return: thread={},"
                            + " goroutine={}",
                    t.getName(),
                    g == null ? "none" : g.id());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Thread> otherMachines() {
        return own.pool().machines().stream()
                .filter(m -> m != Thread.currentThread())
                .collect(Collectors.toList());
    }

    /** Returns whether the caller was interrupted. */
    private static boolean join(Thread t, long deadline) {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0 || t == Thread.currentThread()) {
            return false;
        }
        try {
            t.join(millis);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
