package io.gondola.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Brings the threads of a closed scheduler to their end. */
final class Shutdown {
    private static final long JOIN_NANOS = 2_000_000_000;

    private final WorkStealingScheduler scheduler;

    Shutdown(WorkStealingScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Makes every thread look at the closed flag; interrupts those that block in Java code. */
    void wakeAll() {
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
    void joinAll() {
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
