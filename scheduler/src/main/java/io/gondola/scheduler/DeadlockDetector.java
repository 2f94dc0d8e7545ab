package io.gondola.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Knows the programs that run, and tells them when none of their goroutines can ever go on.
 *
 * @go runtime/proc.go, {@code checkdead}
 */
final class DeadlockDetector {
    /*
     * `active` counts whoever may still make a goroutine runnable, or holds one between two queues: machines that
     * have a processor or block in Java code, the poller while it readies, sysmon while it moves a goroutine. It
     * changes only when one of them starts or stops, not with each goroutine. Each first does what makes work visible
     * (queues a goroutine, starts a machine) and then stops counting. Whoever takes the count to 0 asks whether the
     * scheduler holds anything that will go on by itself, and whether a goroutine waits for an outside party.
     *
     * The questions are not asked in one instant. Somebody may start and stop meanwhile, and move what could go on from a
     * place that was not yet looked at to one that was. So a report also needs that nobody has started since the first
     * question; whoever did asks again when it stops.
     *
     * A program is registered and its main goroutine queued in one step under the monitor, which the check holds, too: it never
     * looks deadlocked before it ran.
     */
    private final Set<Program> programs = ConcurrentHashMap.newKeySet();
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicLong starts = new AtomicLong();
    private final AtomicInteger outsiders = new AtomicInteger();

    /** Whether a goroutine is queued, or a timer may ready one. */
    private final BooleanSupplier somethingPending;

    /** A goroutine that was seen to wait for an outside party: the first to ask when nothing is active. */
    private volatile Goroutine outsideWaiter;

    DeadlockDetector(BooleanSupplier somethingPending) {
        this.somethingPending = somethingPending;
    }

    synchronized void register(Program program, Runnable queueMain) {
        programs.add(program);
        queueMain.run();
    }

    void forget(Program program) {
        programs.remove(program);
        outsideWaiter = null;
        if (active.get() == 0) {
            check(); // what has just ended may have held off another program's report
        }
    }

    /** The programs that run, as they come and go. */
    Iterable<Program> registered() {
        return programs;
    }

    List<Program> programs() {
        return List.copyOf(programs);
    }

    /** A machine gets to run, or the poller or sysmon begins to move goroutines. */
    void started() {
        starts.incrementAndGet();
        active.incrementAndGet();
    }

    /** The opposite of {@link #started}, after all that it moved is visible again. */
    void stopped() {
        if (active.decrementAndGet() == 0) {
            check();
        }
    }

    void outsiders(int delta) {
        if (outsiders.addAndGet(delta) == 0 && active.get() == 0) {
            check();
        }
    }

    private void check() {
        List<Program> stuck;
        synchronized (this) {
            long startsBefore = starts.get();
            if (programs.isEmpty()
                    || outsiders.get() > 0
                    || somethingPending.getAsBoolean()
                    || waitsForOutside()
                    || active.get() != 0
                    || starts.get() != startsBefore) {
                return;
            }
            stuck = new ArrayList<>(programs);
        }
        stuck.forEach(Program::onDeadlock);
    }

    private boolean waitsForOutside() {
        Goroutine last = outsideWaiter;
        if (last != null && waitsForOutside(last)) {
            return true;
        }
        for (Program program : programs) {
            for (Goroutine g : program.goroutines()) {
                if (waitsForOutside(g)) {
                    outsideWaiter = g;
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean waitsForOutside(Goroutine g) {
        return g.state() != Goroutine.DEAD && !g.program().ended() && g.mayBeReadiedFromOutside();
    }
}
