package io.gondola.testkit.suspect;

import io.gondola.testkit.run.Event;
import io.gondola.testkit.run.Shadow;
import io.gondola.testkit.run.Task;
import io.gondola.testkit.strategy.Steered.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Locks that goroutines have taken in orders in which each could wait for the next one. */
final class LockGraph {
    /*
     * Goodlock (Havelund: Using runtime analysis to guide model checking of Java programs, 2000) for cycles of any
     * length, with gates and order. A request is a lock that was taken while others were held. Requests of different
     * tasks make a cycle if each wants what the next one holds. It is no deadlock if two of them hold the same lock
     * besides (a gate), or if one of them always comes before another one.
     *
     * An RWMutex has two parts: the mutex that its writers take first, and the access, which readers share. A writer
     * announces itself and then waits for the readers that are in; from then on new readers wait for it. So it holds
     * what it still waits for, and a goroutine that wants to read once more while it reads is in a cycle with any
     * writer.
     *
     * Each is led to where it is about to make its request: first all come to the outermost lock that they hold then,
     * for one may need on its way there what another one has by now; then nobody makes its request before the one after
     * it holds what is wanted.
     */
    private static final int MAX_SAME = 3;
    private static final int MAX_REQUESTS = 400;
    private static final int MAX_CYCLE = 8;
    private static final int MAX_TRIES = 20_000;

    private final Observed run;
    private final List<Request> requests = new ArrayList<>();
    private final List<List<Rule>> found = new ArrayList<>();
    private final Map<List<Object>, Integer> similar = new HashMap<>();
    private int tries;

    /** What is taken at once: of an RWMutex, the mutex of its writers, or the access. */
    private record Part(@Nullable Shadow lock, boolean access) {}

    private record Hold(Part part, boolean shared, Event taken) {
        boolean excludes(Part other, boolean otherShared) {
            return part.equals(other) && !(shared && otherShared);
        }
    }

    /** {@code held} does not contain what is requested, but for what the same task has taken before. */
    private record Request(Event event, Hold wanted, List<Hold> held) {
        /** Whether it keeps others out though it still waits. */
        boolean announces() {
            return wanted.part.access && !wanted.shared;
        }

        /** What it holds, or has announced, that {@code other} wants; null if nothing. */
        @Nullable
        Event blocks(Request other) {
            for (Hold h : held) {
                if (h.excludes(other.wanted.part, other.wanted.shared)) {
                    return h.taken;
                }
            }
            return announces() && wanted.excludes(other.wanted.part, other.wanted.shared) ? event : null;
        }

        /** Whether nobody can hold what both of them do. */
        boolean sharesGateWith(Request other) {
            for (Hold h : held) {
                for (Hold o : other.held) {
                    if (h.excludes(o.part, o.shared)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    private LockGraph(Observed run) {
        this.run = run;
    }

    /** For each cycle, the rules that lead to it. */
    static List<List<Rule>> suspicions(Observed run) {
        LockGraph graph = new LockGraph(run);
        graph.collect();
        for (Request first : graph.requests) {
            graph.extend(new ArrayList<>(List.of(first)));
        }
        return graph.found;
    }

    // requests

    private void collect() {
        Map<Task, List<Hold>> held = new LinkedHashMap<>();
        Map<List<Object>, Integer> seen = new HashMap<>();
        for (Event e : run.events()) {
            List<Hold> own = held.computeIfAbsent(e.task(), t -> new ArrayList<>());
            Part mutex = new Part(e.object(), false);
            Part access = new Part(e.object(), true);
            switch (e.kind()) {
                case LOCK -> request(e, new Hold(mutex, false, e), own, seen);
                case READ_LOCK -> request(e, new Hold(access, true, e), own, seen);
                case WRITE_LOCK -> request(e, new Hold(access, false, e), own, seen);
                case TRY_LOCK -> take(e, mutex, false, own);
                case TRY_READ_LOCK -> take(e, access, true, own);
                case TRY_WRITE_LOCK -> {
                    take(e, mutex, false, own);
                    take(e, access, false, own);
                }
                case UNLOCK -> release(mutex, own, held);
                case READ_UNLOCK, WRITE_UNLOCK -> release(access, own, held);
                default -> {}
            }
        }
    }

    private void request(Event e, Hold wanted, List<Hold> own, Map<List<Object>, Integer> seen) {
        Request r = new Request(e, wanted, List.copyOf(own));
        if ((!own.isEmpty() || r.announces()) && requests.size() < MAX_REQUESTS) {
            List<Object> what = new ArrayList<>(List.of(e.task(), wanted.part, wanted.shared));
            own.forEach(h -> what.add(List.of(h.part, h.shared)));
            if (seen.merge(what, 1, Integer::sum) <= MAX_SAME) {
                requests.add(r);
            }
        }
        own.add(wanted);
    }

    private static void take(Event e, Part part, boolean shared, List<Hold> own) {
        if (!e.idle()) {
            own.add(new Hold(part, shared, e));
        }
    }

    /** Another one may have taken it. */
    private static void release(Part part, List<Hold> own, Map<Task, List<Hold>> held) {
        if (!releaseOf(own, part)) {
            for (List<Hold> other : held.values()) {
                if (releaseOf(other, part)) {
                    return;
                }
            }
        }
    }

    private static boolean releaseOf(List<Hold> held, Part part) {
        for (int i = held.size() - 1; i >= 0; i--) {
            if (held.get(i).part.equals(part)) {
                held.remove(i);
                return true;
            }
        }
        return false;
    }

    // cycles

    /** Extends {@code path} to all cycles that begin with it; its first request is the earliest one in each. */
    private void extend(List<Request> path) {
        Request first = path.get(0);
        Request last = path.get(path.size() - 1);
        if (path.size() > 1 && first.blocks(last) != null) {
            report(path);
            return;
        }
        for (Request next : requests) {
            if (path.size() == MAX_CYCLE || ++tries > MAX_TRIES) {
                return;
            }
            if (next.event.number() > first.event.number()
                    && next.blocks(last) != null
                    && path.stream().allMatch(r -> mayMeet(r, next))) {
                path.add(next);
                extend(path);
                path.remove(path.size() - 1);
            }
        }
    }

    /** Whether both may be about to be made at the same time. */
    private boolean mayMeet(Request a, Request b) {
        return run.areUnordered(a.event, b.event) && !a.sharesGateWith(b);
    }

    private void report(List<Request> cycle) {
        List<Object> what = new ArrayList<>();
        cycle.forEach(r -> what.add(r.wanted.part));
        if (similar.merge(what, 1, Integer::sum) > MAX_SAME) {
            return;
        }
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < cycle.size(); i++) {
            Request r = cycle.get(i);
            Request next = cycle.get((i + 1) % cycle.size());
            rules.add(new Rule(run.moment(r.event), run.moment(Objects.requireNonNull(next.blocks(r), "hold")), false));
            Event start = run.outermost(r.event);
            for (Request other : cycle) {
                if (run.areUnordered(start, run.outermost(other.event))) {
                    rules.add(new Rule(run.moment(start), run.moment(run.outermost(other.event)), true));
                }
            }
        }
        found.add(rules);
    }
}
