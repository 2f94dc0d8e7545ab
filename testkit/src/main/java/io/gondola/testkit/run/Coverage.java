package io.gondola.testkit.run;

import io.gondola.dsl.engine.Choosing;
import io.gondola.dsl.engine.OpKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the operations of a program did over many executions: which of its cases each select took; which operations were
 * seen to wait, to go on at once, and to wake others; in which order two goroutines came to an object; which lock was
 * taken while which other one was held. Operations are told apart by their goroutine, what they do, and on which
 * object.
 *
 * <p>Not for threads to share.
 */
public final class Coverage {
    private static final int WAITED = 1;
    private static final int WENT_ON = 2;
    private static final int WOKE = 4;
    private static final int MOST_ORDERS = 10;

    /** The cases of a select, and how often each one was taken. */
    private static final class Taken {
        final String[] cases;
        final int[] counts;

        Taken(String[] cases) {
            this.cases = cases;
            this.counts = new int[cases.length];
        }
    }

    /** By all its cases. */
    private final Map<String, Taken> selects = new TreeMap<>();

    private final Map<Operation, Integer> operations = new HashMap<>();
    private final Set<Order> orders = new HashSet<>();
    private final Set<String> lockOrder = new TreeSet<>();

    private record Operation(String goroutine, OpKind kind, String object) {
        @Override
        public String toString() {
            return kind + " by " + goroutine;
        }
    }

    /** One operation on an object, and the next one on it, by another goroutine. */
    private record Order(Operation first, Operation second) {}

    /** Adds what happened in {@code x}. */
    public void add(Execution x) {
        Operation[] last = new Operation[x.objects.count()];
        Map<Task, List<String>> held = new HashMap<>();
        for (Event e : x.events()) {
            if (e.op instanceof Choosing select) {
                addSelect(x, e, select);
            } else if (e.object != null) {
                Operation o = new Operation(e.task.name(), e.kind, e.object.name());
                int seen = (e.parked ? WAITED : WENT_ON) | (e.wokenCount > 0 ? WOKE : 0);
                operations.merge(o, seen, (a, b) -> a | b);
                Operation before = last[e.object.index];
                if (before != null && !before.goroutine.equals(o.goroutine)) {
                    orders.add(new Order(before, o));
                }
                last[e.object.index] = o;
                addLock(e, o.object, held);
            }
        }
    }

    private void addSelect(Execution x, Event e, Choosing select) {
        int n = select.cases();
        String[] names = new String[n];
        for (int i = 0; i < n; i++) {
            names[i] = (select.sends(i) ? "send " : "recv ")
                    + x.objects.channelShadow(select.channel(i)).name();
        }
        String key = String.join(", ", names);
        Taken taken = selects.computeIfAbsent(key, k -> new Taken(names));
        if (e.takenCase >= 0) {
            taken.counts[e.takenCase]++;
        }
    }

    private void addLock(Event e, String lock, Map<Task, List<String>> held) {
        if (e.idle) {
            return;
        }
        switch (e.kind) {
            case LOCK, READ_LOCK, TRY_LOCK, TRY_READ_LOCK, TRY_WRITE_LOCK -> {
                List<String> mine = held.computeIfAbsent(e.task, t -> new ArrayList<>(2));
                for (String outer : mine) {
                    lockOrder.add(outer + " -> " + lock);
                }
                mine.add(lock);
            }
            case UNLOCK, READ_UNLOCK ->
                held.getOrDefault(e.task, new ArrayList<>(0)).remove(lock);
            default -> {}
        }
    }

    /** What did not happen, a line each. */
    public List<String> gaps() {
        List<String> gaps = new ArrayList<>();
        selects.forEach((key, taken) -> {
            for (int i = 0; i < taken.counts.length; i++) {
                if (taken.counts[i] == 0) {
                    gaps.add("select {" + key + "}: never found \"" + taken.cases[i] + "\" ready first");
                }
            }
        });
        orders.stream()
                .filter(Coverage::isOneSided)
                .filter(o -> !orders.contains(new Order(/* first= */ o.second, /* second= */ o.first)))
                .map(o -> o.first.object + ": never \"" + o.second + "\" directly before \"" + o.first + "\"")
                .sorted()
                .limit(MOST_ORDERS)
                .forEach(gaps::add);
        return gaps;
    }

    /** Whether the two compete for the object, so that they could as well have come the other way round. */
    private static boolean isOneSided(Order o) {
        return competes(o.first.kind) && competes(o.second.kind);
    }

    private static boolean competes(OpKind kind) {
        return switch (kind) {
            case WRITE, ATOMIC_STORE, ATOMIC_UPDATE, TRY_LOCK, USE -> true;
            default -> false;
        };
    }

    /**
     * How many operations there were, and how many of them were seen to go on at once, to wait, and to wake others; in
     * how many orders goroutines came to objects; and which locks were taken while others were held.
     */
    public String summary() {
        return operations.size() + " operations: " + count(WENT_ON) + " went on at once, " + count(WAITED) + " waited, "
                + count(WOKE) + " woke others; " + orders.size() + " orders of two goroutines at an object"
                + (lockOrder.isEmpty() ? "" : "; lock order: " + String.join(", ", lockOrder));
    }

    private long count(int flag) {
        return operations.values().stream().filter(o -> (o & flag) != 0).count();
    }
}
