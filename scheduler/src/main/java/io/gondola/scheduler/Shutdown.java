package io.gondola.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Ends the programs and the threads of a scheduler: on request, and on failures that nobody can mend. */
final class Shutdown {
    private static final long JOIN_NANOS = 2_000_000_000;

    private final WorkStealingScheduler scheduler;

    Shutdown(WorkStealingScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Ends everything after a failure of the runtime itself, whose invariants may be broken now. */
    void fail(Throwable cause) {
        scheduler.closed.set(true);
        scheduler.deadlocks.programs().forEach(p -> p.onAbort(cause));
        wakeAll();
    }

    /** As {@link #fail}, for an end that Go knows, too. */
    void fatal(String notice, String message) {
        if (!scheduler.closed.getAndSet(true)) {
            scheduler.deadlocks.programs().forEach(p -> p.onFatal(notice, message));
        }
        wakeAll();
    }

    /** See {@link Scheduler#close}. */
    void close() {
        if (!scheduler.closed.getAndSet(true)) {
            scheduler.deadlocks.programs().forEach(p -> p.onAbort(cause()));
        }
        wakeAll();
        joinAll();
        FlightRecording.disconnect(scheduler.observation);
        scheduler.endTrace();
    }

    /** What programs end with that are closed. */
    static CancellationException cause() {
        return new CancellationException("runtime was closed");
    }

    /** Makes every thread look at the closed flag; interrupts those that block in Java code. */
    private void wakeAll() {
        LockSupport.unpark(scheduler.sysmon);
        scheduler.timers.poller().wake();
        for (Machine m : scheduler.pool.machines()) {
            LockSupport.unpark(m);
            if (m.oldP != null) {
                m.interrupt();
            }
        }
    }

    /** Waits until all threads have ended, but for the caller's own; for two seconds in all. Names those that have not. */
    private void joinAll() {
        long deadline = System.nanoTime() + JOIN_NANOS;
        List<Thread> threads = new ArrayList<>(List.of(scheduler.sysmon, scheduler.timers.poller()));
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
                    "Thread outlives its runtime, since a goroutine's Java code does not return: thread={}, goroutine={}",
                    t.getName(),
                    g == null ? "none" : g.id());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Thread> otherMachines() {
        return scheduler.pool.machines().stream()
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
