package io.gondola.scheduler;

import java.util.List;

/**
 * A line for each processor, machine and goroutine, as {@code GODEBUG=scheddetail=1} prints them. What this scheduler
 * does not have (a cache of dead goroutines, memory allocation by machines) is shown as 0.
 *
 * @go runtime/proc.go, {@code schedtrace}
 */
final class SchedDetail {
    private SchedDetail() {}

    static void append(StringBuilder out, ProcessorPool pool, List<Program> programs, int processors) {
        Processor[] all = pool.processors();
        for (int i = 0; i < processors; i++) {
            appendProcessor(out, all[i], pool);
        }
        for (Machine m : pool.machines()) {
            appendMachine(out, m);
        }
        for (Program program : programs) {
            for (Goroutine g : program.goroutines()) {
                appendGoroutine(out, g, pool);
            }
        }
    }

    private static void appendProcessor(StringBuilder out, Processor p, ProcessorPool pool) {
        Machine m = pool.ownerOf(p);
        out.append("\n  P")
                .append(p.id)
                .append(": status=")
                .append(p.status())
                .append(" schedtick=")
                .append(Integer.toUnsignedLong(p.scheduleTick))
                .append(" syscalltick=")
                .append(Integer.toUnsignedLong(p.syscallTick))
                .append(" m=")
                .append(m == null ? "nil" : m.number)
                .append(" runqsize=")
                .append(p.queued())
                .append(" gfreecnt=0 timerslen=")
                .append(p.timers.size());
    }

    private static void appendMachine(StringBuilder out, Machine m) {
        Processor p = m.p;
        Goroutine g = m.running();
        Goroutine locked = m.locked;
        out.append("\n  M")
                .append(m.number)
                .append(": p=")
                .append(p == null ? "nil" : p.id)
                .append(" curg=")
                .append(g == null ? "nil" : g.id())
                .append(" mallocing=0 throwing=0 preemptoff= locks=0 dying=0 spinning=")
                .append(m.spinning)
                .append(" blocked=")
                .append(p == null && g == null)
                .append(" lockedg=")
                .append(locked == null ? "nil" : locked.id());
    }

    private static void appendGoroutine(StringBuilder out, Goroutine g, ProcessorPool pool) {
        Machine m = pool.runnerOf(g);
        String reason = g.state() == Goroutine.WAITING ? g.waitReason() : null;
        out.append("\n  G")
                .append(g.id())
                .append(": status=")
                .append(g.state())
                .append('(')
                .append(reason == null ? "" : reason)
                .append(") m=")
                .append(m == null ? "nil" : m.number)
                .append(" lockedm=")
                .append(g.lockedToThread() ? machineOf(g, pool) : "nil");
    }

    private static String machineOf(Goroutine locked, ProcessorPool pool) {
        for (Machine m : pool.machines()) {
            if (m.locked == locked) {
                return Integer.toString(m.number);
            }
        }
        return "nil";
    }
}
