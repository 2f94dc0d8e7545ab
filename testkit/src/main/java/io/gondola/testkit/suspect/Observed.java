package io.gondola.testkit.suspect;

import io.gondola.dsl.engine.Choosing;
import io.gondola.dsl.engine.OpKind;
import io.gondola.testkit.run.Event;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Lineage;
import io.gondola.testkit.run.Shadow;
import io.gondola.testkit.run.Task;
import io.gondola.testkit.strategy.Steered.Moment;
import io.gondola.testkit.strategy.Steered.Rule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A run that is over, and what ordered its steps other than by chance. */
final class Observed {
    /*
     * The order is weaker than what happens-before means for races: a lock, a semaphore or an atomic variable orders
     * steps by chance, in this run. What counts is the start of a goroutine, a send before its receive, a close before
     * the receive that finds it, those who are done before the one who awaited them, and a wake-up. Where a select has
     * waited, it is not known for certain which send belongs to which receive. A guess that is wrong makes a suspicion
     * too many, which costs a run, or one too few.
     */
    private static final int[] NOTHING = {};

    private final List<Event> events;

    /** By step: of each task's steps, how many came before it. Its own task's do not matter. */
    private final int[][] known;

    /** By step: how many of its kind its task had made, with it. */
    private final int[] nth;

    /** By step: the first of the locks that its task held, or else itself. */
    private final Event[] outermost;

    Observed(Execution x) {
        events = x.events();
        known = new int[events.size()][];
        nth = new int[events.size()];
        outermost = new Event[events.size()];
        new Walk(x.tasks().size()).run();
    }

    List<Event> events() {
        return events;
    }

    /** Whether {@code a} comes before {@code b} in all runs that are alike. */
    boolean isBefore(Event a, Event b) {
        return a.task() == b.task()
                ? a.local() < b.local()
                : at(known[b.number()], a.task().slot()) >= a.local();
    }

    /** Whether {@code a} and {@code b}, of different tasks, could come in either order. */
    boolean areUnordered(Event a, Event b) {
        return a.task() != b.task() && !isBefore(a, b) && !isBefore(b, a);
    }

    Moment moment(Event e) {
        return new Moment(e.task().lineage(), e.kind(), nth[e.number()]);
    }

    /**
     * Where the task of {@code e} took the first of the locks that it held at {@code e}; {@code e} itself if it held
     * none.
     */
    Event outermost(Event e) {
        return outermost[e.number()];
    }

    /** {@code e} comes after {@code other}; no lock is held meanwhile, if possible, that the other one may need. */
    Rule after(Event e, Event other) {
        Event start = areUnordered(outermost(e), other) ? outermost(e) : e;
        return new Rule(moment(start), moment(other), false);
    }

    static boolean sends(Event e) {
        return switch (e.kind()) {
            case SEND -> true;
            case TRY_SEND -> !e.idle();
            case SELECT -> e.takenCase() >= 0 && ((Choosing) e.op()).sends(e.takenCase());
            default -> false;
        };
    }

    private static boolean receives(Event e) {
        return switch (e.kind()) {
            case RECEIVE -> !e.parked();
            case TRY_RECEIVE -> !e.idle();
            case SELECT -> e.takenCase() >= 0 && !((Choosing) e.op()).sends(e.takenCase());
            default -> false;
        };
    }

    private static int at(int[] clock, int slot) {
        return slot < clock.length ? clock[slot] : 0;
    }

    /** Goes through the steps, in order. Clocks are never changed once they are made. */
    private final class Walk {
        private final int[][] clocks;
        private final Map<Shadow, Deque<int[]>> sent = new HashMap<>();
        private final Map<Shadow, int[]> closed = new HashMap<>();
        private final Map<Shadow, int[]> done = new HashMap<>();
        private final Map<Lineage, int[]> kinds = new HashMap<>();
        private final Map<Task, List<Event>> held = new HashMap<>();

        Walk(int tasks) {
            clocks = new int[tasks][];
            Arrays.fill(clocks, NOTHING);
        }

        void run() {
            for (Event e : events) {
                arrive(e);
                known[e.number()] = clocks[e.task().slot()];
                nth[e.number()] = count(e);
                outermost[e.number()] = hold(e);
                leave(e, withItself(e));
            }
        }

        @SuppressWarnings("EnumOrdinal") // an index
        private int count(Event e) {
            return ++kinds.computeIfAbsent(e.task().lineage(), l -> new int[OpKind.values().length])[
                    e.kind().ordinal()];
        }

        /** A lock that another task gives back is taken to be held on: at worst, a suspicion leads nowhere. */
        private Event hold(Event e) {
            List<Event> own = held.computeIfAbsent(e.task(), t -> new ArrayList<>());
            Event first = own.isEmpty() ? e : own.get(0);
            switch (e.kind()) {
                case LOCK, READ_LOCK, WRITE_LOCK -> own.add(e);
                case TRY_LOCK, TRY_READ_LOCK, TRY_WRITE_LOCK -> {
                    if (!e.idle()) {
                        own.add(e);
                    }
                }
                case UNLOCK -> own.removeIf(h -> h.object() == e.object());
                case READ_UNLOCK -> removeLast(own, e.theObject());
                default -> {}
            }
            return first;
        }

        private static void removeLast(List<Event> own, Shadow lock) {
            for (int i = own.size() - 1; i >= 0; i--) {
                if (own.get(i).object() == lock) {
                    own.remove(i);
                    return;
                }
            }
        }

        /** What comes before {@code e} because of what it does. */
        private void arrive(Event e) {
            if (receives(e)) {
                int[] item = sent.getOrDefault(e.object(), new ArrayDeque<>()).poll();
                learn(e.task(), item != null ? item : closed.getOrDefault(e.object(), NOTHING));
            }
            if (e.partner() != null) {
                learn(e.task(), clocks[e.partner().slot()]);
            }
            if ((e.kind() == OpKind.GROUP_WAIT && !e.parked()) || e.kind() == OpKind.GROUP_RETURN) {
                learn(e.task(), done.getOrDefault(e.object(), NOTHING));
            }
        }

        /** What comes after {@code e}, given {@code clock}, in which it is counted. */
        private void leave(Event e, int[] clock) {
            if (sends(e) && e.partner() == null) {
                sent.computeIfAbsent(e.object(), c -> new ArrayDeque<>()).add(clock);
            }
            if (e.kind() == OpKind.CLOSE) {
                closed.put(e.object(), clock);
            }
            if (e.kind() == OpKind.GROUP_ADD && e.op().operand() < 0) {
                done.merge(e.object(), clock, Walk::join);
            }
            if (!wakesByChance(e.kind())) {
                e.woken().forEach(t -> learn(t, clock));
            }
        }

        private boolean wakesByChance(OpKind kind) {
            return switch (kind) {
                case UNLOCK, READ_UNLOCK, WRITE_UNLOCK, SEMAPHORE, USE -> true;
                default -> false;
            };
        }

        private void learn(Task t, int[] clock) {
            clocks[t.slot()] = join(clocks[t.slot()], clock);
        }

        private int[] withItself(Event e) {
            int slot = e.task().slot();
            int[] clock = clocks[slot];
            int[] copy = Arrays.copyOf(clock, Math.max(clock.length, slot + 1));
            copy[slot] = e.local();
            clocks[slot] = copy;
            return copy;
        }

        private static int[] join(int[] a, int[] b) {
            int[] joined = Arrays.copyOf(a, Math.max(a.length, b.length));
            for (int i = 0; i < b.length; i++) {
                joined[i] = Math.max(joined[i], b[i]);
            }
            return joined;
        }
    }
}
