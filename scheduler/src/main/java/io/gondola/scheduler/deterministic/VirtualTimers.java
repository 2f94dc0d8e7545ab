package io.gondola.scheduler.deterministic;

import io.gondola.scheduler.Goroutine;
import io.gondola.scheduler.TimerTask;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of a world: goroutines that sleep, and timers, by deadline and then by the order in which they were
 * armed.
 */
final class VirtualTimers {
    /*
     * Disarming a task leaves its entry in the queue: the task then counts more armings than the entry knows, which
     * makes the entry stale. Stale entries go when they reach the top, or all at once when they outnumber the others.
     *
     * What is armed for a deadline that never comes is armed and has no entry: to disarm it then counts as one stale
     * entry too many, which costs a look at the queue. If such deadlines came, a ticker without end would fire at one
     * moment for ever.
     */
    private static final int MIN_STALE = 64;

    /** Deadlines from here on, where times stop that are too long to count, never come: so they are not kept. */
    private static final long NEVER = Long.MAX_VALUE - 1;

    private final PriorityQueue<Entry> queue = new PriorityQueue<>();
    private long armings;
    private int stale;

    /**
     * {@code what} is a Goroutine that sleeps or a TimerTask. {@code target}, what a task puts something into, is kept
     * as long as the task is armed: otherwise the garbage collector would decide which timers fire.
     */
    private record Entry(
            long deadline,
            long order,
            Object what,
            int taskArmings,
            @Nullable Object target) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byDeadline = Long.compare(deadline, other.deadline);
            return byDeadline != 0 ? byDeadline : Long.compare(order, other.order);
        }

        boolean isStale() {
            return what instanceof TimerTask task
                    ? task.armings() != taskArmings || task.isOrphan()
                    : ((Goroutine) what).program().ended();
        }

        boolean mayReady() {
            return !(what instanceof TimerTask task) || task.mayReady();
        }
    }

    void addSleeper(Goroutine g, long deadline) {
        if (deadline < NEVER) {
            queue.add(new Entry(deadline, armings++, g, 0, null));
        }
    }

    boolean arm(TimerTask task, long deadline) {
        boolean active = disarm(task);
        add(task, deadline);
        return active;
    }

    void rearm(TimerTask task, long deadline, int armings) {
        if (task.restsSince(armings)) {
            add(task, deadline);
        }
    }

    private void add(TimerTask task, long deadline) {
        task.markArmed(deadline);
        if (deadline >= NEVER) {
            return;
        }
        queue.add(new Entry(deadline, armings++, task, task.armings(), task.target()));
    }

    boolean disarm(TimerTask task) {
        if (task.isArmed() && ++stale > Math.max(MIN_STALE, queue.size() / 2)) {
            boolean active = task.markDisarmed();
            removeStale();
            return active;
        }
        return task.markDisarmed();
    }

    void removeStale() {
        queue.removeIf(Entry::isStale);
        stale = 0;
    }

    /** How many have not fired, been disarmed, or ended with their program. */
    long pending() {
        return queue.stream().filter(e -> !e.isStale()).count();
    }

    /** The earliest deadline; {@link Long#MAX_VALUE} if there is none. */
    long earliest() {
        Entry top = queue.peek();
        while (top != null && top.isStale()) {
            queue.poll();
            stale = Math.max(0, stale - 1);
            top = queue.peek();
        }
        return top == null ? Long.MAX_VALUE : top.deadline;
    }

    /** The latest deadline; {@link Long#MIN_VALUE} if there is none. */
    long latest() {
        long latest = Long.MIN_VALUE;
        for (Entry e : queue) {
            if (e.deadline > latest && !e.isStale()) {
                latest = e.deadline;
            }
        }
        return latest;
    }

    /** Whether an entry may ready a goroutine of a live program. */
    boolean mayReady() {
        for (Entry e : queue) {
            if (!e.isStale() && e.mayReady()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes what is due first, a goroutine or a task; null if nothing is. {@code tie} says, of how many tasks that are
     * due at the same time and put something somewhere, the number of the one that comes first, by the order in which
     * they were armed.
     */
    @Nullable
    Object takeDue(long now, IntUnaryOperator tie) {
        if (earliest() > now) {
            return null;
        }
        Entry first = queue.peek();
        if (first.target != null && queue.size() > 1) {
            List<Entry> tied = tiedWith(first);
            if (tied.size() > 1) {
                first = tied.get(tie.applyAsInt(tied.size()));
            }
        }
        queue.remove(first);
        return first.what;
    }

    private List<Entry> tiedWith(Entry first) {
        List<Entry> tied = new ArrayList<>();
        for (Entry e : queue) {
            if (e.deadline == first.deadline && e.target != null && !e.isStale()) {
                tied.add(e);
            }
        }
        tied.sort(null);
        return tied;
    }

    /** Fires {@code task}, which was due, and arms it again if it is periodic. */
    void fire(TimerTask task, long now) {
        long next = task.markFired(now);
        if (next != Long.MAX_VALUE) {
            add(task, next);
        }
    }
}
