package io.gondola.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the names of machines such that a thread dump tells which goroutine each of them runs:
 * {@code gondola-m-2 goroutine 17 worker}. Belongs to sysmon.
 */
final class MachineNames {
    /*
     * Thread.setName costs more than running a goroutine, so the run loop never calls it. Sysmon does, for threads that
     * run one goroutine for longer than PERIOD, which are those that a thread dump is taken for: they compute, or sit
     * in blocking code. All others keep their plain names; between two microseconds they would run something else
     * anyway.
     *
     * A name is given if the machine ran the same goroutine at the last look and at this one, and taken back at the
     * first look that sees something else. Before sysmon goes to sleep it looks once more and, since whatever still
     * runs then is blocking code, gives names at once. So a name is out of date for one period at the most.
     */
    private static final long PERIOD_NANOS = 10_000_000;

    private final ProcessorPool pool;
    private long lastLook;

    MachineNames(ProcessorPool pool) {
        this.pool = pool;
    }

    void refreshIfDue(long now) {
        if (now - lastLook >= PERIOD_NANOS) {
            refresh(now, false);
        }
    }

    /** With {@code atOnce} a machine is named after its goroutine even if it was not seen running it before. */
    void refresh(long now, boolean atOnce) {
        lastLook = now;
        for (Machine m : pool.machines()) {
            Goroutine g = m.running();
            boolean same = g == m.seenRunning;
            m.seenRunning = g;
            Goroutine named = g != null && (same || atOnce) ? g : null;
            if (named != m.namedAfter) {
                m.namedAfter = named;
                m.setName(name(m, named));
            }
        }
    }

    private static String name(Machine m, @Nullable Goroutine g) {
        if (g == null) {
            return m.plainName();
        }
        String plain = m.plainName() + " goroutine " + g.id();
        return g.name() == null ? plain : plain + " " + g.shownName();
    }
}
