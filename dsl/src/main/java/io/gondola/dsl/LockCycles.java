package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Instruction;
import io.gondola.dsl.engine.Waits;
import io.gondola.scheduler.Goroutine;
import io.gondola.scheduler.Program;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds goroutines of one program that wait for each other's mutexes, while others run on. */
final class LockCycles {
    /*
     * Algorithm. A goroutine waits for at most one mutex, and a mutex knows who locked it, so from each goroutine at
     * most one edge leads on: to the holder of what it waits for; to none if several read what it wants to write.
     * A walk along the edges ends, or comes to a cycle.
     *
     * No false report. The edges are read one after another while goroutines run, so they may be of different moments.
     * Therefore all edges of a cycle are read twice, all of them once before any is read again:
     *   1. Each wait for a mutex has an element of its own (Instruction.heldBy). If a goroutine has the same one at
     *      both looks it has been in that wait all the time between; and it ran no step, so it locked nothing and
     *     unlocked nothing.
     *   2. A goroutine that waits cannot become the holder of another mutex. If at the second look it holds one, it has
     *      held it since before its wait began.
     * So at the moment between the looks all waits and all holds of the cycle were true at once. None of these
     * goroutines can go on unless another one unlocks a mutex that it has not locked. A mutex to which that has ever
     * happened names no holder.
     *
     * Ordering. Holder and element are written under the mutex's spin lock or before the goroutine is queued under it;
     * the reads here are racy. A full fence between the two looks keeps them apart.
     */
    private LockCycles() {}

    private record Edge(Fiber from, Instruction at, Object element, long to) {
        /** Null if {@code f} does not wait for a mutex whose holder is known. */
        static @Nullable Edge of(Fiber f) {
            Instruction at = f.at();
            if (f.state() != Goroutine.WAITING || at == null) {
                return null;
            }
            Object element = f.element();
            long to = Waits.holder(at);
            return to == 0 || element == null ? null : new Edge(f, at, element, to);
        }

        boolean stillThere() {
            Edge now = of(from);
            return now != null && now.at == at && now.element == element && now.to == to;
        }
    }

    /** The cycles among the goroutines of {@code program}, each from its lowest number on. */
    static Seq<Seq<Dump.Entry>> of(Program program) {
        Map<Long, Edge> edges = new HashMap<>();
        for (Goroutine g : program.goroutines()) {
            Edge edge = g instanceof Fiber f ? Edge.of(f) : null;
            if (edge != null) {
                edges.put(g.identity(), edge);
            }
        }
        List<List<Edge>> cycles = new ArrayList<>();
        Map<Long, Long> seenFrom = new HashMap<>();
        for (long start : edges.keySet().stream().sorted().toList()) {
            follow(start, edges, seenFrom, cycles);
        }
        VarHandle.fullFence();
        return Vector.ofAll(cycles)
                .filter(c -> c.stream().allMatch(Edge::stillThere))
                .map(c -> Vector.ofAll(c).map(e -> DumpEntry.of(e.from())));
    }

    @SuppressWarnings("NullAway") // what was seen is there
    private static void follow(long start, Map<Long, Edge> edges, Map<Long, Long> seenFrom, List<List<Edge>> cycles) {
        long at = start;
        while (edges.containsKey(at) && seenFrom.putIfAbsent(at, start) == null) {
            at = edges.get(at).to();
        }
        if (!edges.containsKey(at) || seenFrom.get(at) != start) {
            return; // leads nowhere, or into what was followed before
        }
        List<Edge> cycle = new ArrayList<>();
        long member = at;
        do {
            Edge edge = edges.get(member);
            cycle.add(edge);
            member = edge.to();
        } while (member != at);
        cycles.add(cycle);
    }
}
