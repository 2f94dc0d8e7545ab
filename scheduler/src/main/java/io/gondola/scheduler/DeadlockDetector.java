package io.gondola.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows the programs that run, and tells them when none of their goroutines can ever go on.
 *
 * @go runtime/proc.go, {@code checkdead}
 */
final class DeadlockDetector {
    /*
     * `active` counts those that may still make a goroutine runnable, or hold one between two queues: machines that
     * have a processor or block in Java code, the poller while it readies, sysmon while it moves a goroutine. It
     * changes only when one of them starts or stops, not with each goroutine. Each first does what makes work visible
     * (queues a goroutine, starts a machine) and then stops counting. The one that takes the count to 0 asks whether
     * the scheduler holds anything that will go on by itself, and whether a goroutine waits for an outside party.
     *
     * The questions are not asked in one instant. Somebody may start and stop meanwhile, and move what could go on from
     * a place that was not yet looked at to one that was. So a report also needs that nobody has started since the
     * first question; the one that did asks again when it stops.
     *
     * A program is registered and its main goroutine queued in one step under the monitor, which the check holds, too:
     * it never looks deadlocked before it ran.
     */
    /** The first of the programs that run, which are linked through themselves. Guarded by this. */
    private @Nullable Program first;

    private final AtomicInteger active = new AtomicInteger();
    private final AtomicLong starts = new AtomicLong();
    private final AtomicInteger outsiders = new AtomicInteger();

    /** Whether a goroutine is queued, or a timer may ready one. */
    private final BooleanSupplier somethingPending;

    /**
     * A goroutine that was about to wait for an outside party, or was seen to: the first to ask when nothing is active.
     * So a check looks at all goroutines only if none is known to wait so: before a report, or if one waits for a
     * channel that is used from outside, which says nothing when it begins to wait.
     */
    private volatile @Nullable Goroutine outsideWaiter;

    DeadlockDetector(BooleanSupplier somethingPending) {
        this.somethingPending = somethingPending;
    }

    synchronized void register(Program program, Runnable queueMain) {
        program.registered = true;
        program.next = first;
        if (first != null) {
            first.previous = program;
        }
        first = program;
        queueMain.run();
    }

    private synchronized void unregister(Program program) {
        if (!program.registered) {
            return;
        }
        program.registered = false;
        if (program.previous == null) {
            first = program.next;
        } else {
            program.previous.next = program.next;
        }
        if (program.next != null) {
            program.next.previous = program.previous;
        }
        program.next = null;
        program.previous = null;
    }

    /** Some program that runs; null if there is none. */
    synchronized @Nullable Program firstProgram() {
        return first;
    }

    /** The one behind {@code program}; if that has just been forgotten, the first one. */
    synchronized @Nullable Program programAfter(Program program) {
        return program.registered ? program.next : first;
    }

    void forget(Program program) {
        unregister(program);
        Goroutine last = outsideWaiter;
        if (last != null && last.program() == program) {
            outsideWaiter = null;
        }
        if (active.get() == 0) {
            check(); // what has just ended may have held off another program's report
        }
    }

    /** The programs that run at this moment. */
    synchronized List<Program> programs() {
        List<Program> all = new ArrayList<>();
        for (Program p = first; p != null; p = p.next) {
            all.add(p);
        }
        return all;
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
            if (first == null
                    || outsiders.get() > 0
                    || knownToWaitForOutside()
                    || somethingPending.getAsBoolean()
                    || findOutsideWaiter()
                    || active.get() != 0
                    || starts.get() != startsBefore) {
                return;
            }
            stuck = programs();
            stuck.removeIf(Program::ended); // about to be forgotten: nothing to report, at a cost that grows with it
        }
        stuck.forEach(Program::onDeadlock);
    }

    /** {@code g} is about to wait for an outside party, and will be asked first. */
    void waitsForOutsideSoon(Goroutine g) {
        if (outsideWaiter != g) {
            outsideWaiter = g;
        }
    }

    private boolean knownToWaitForOutside() {
        Goroutine last = outsideWaiter;
        return last != null && waitsForOutside(last);
    }

    private boolean findOutsideWaiter() {
        for (Program program = first; program != null; program = program.next) {
            Goroutine g = program.find(DeadlockDetector::waitsForOutside);
            if (g != null) {
                outsideWaiter = g;
                return true;
            }
        }
        return false;
    }

    private static boolean waitsForOutside(Goroutine g) {
        return g.state() != Goroutine.DEAD && !g.program().ended() && g.mayBeReadiedFromOutside();
    }
}
