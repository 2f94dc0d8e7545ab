package io.gondola.testkit.run;

import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.Choosing;
import io.gondola.dsl.engine.Instruction;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says of a goroutine that waits for ever who could have woken it, and why that did not happen. */
final class Unblockers {
    /*
     * Who holds a lock is known. Of other objects all operations are known that the program has built: those that
     * nobody came to, and those that were executed, with who did it last. A program in a lambda that was never called
     * is not built: so what is listed is what there was, and not all that there might have been.
     */
    private static final int MOST = 4;

    private final Execution x;
    private final Judge judge;
    private final IdentityHashMap<Visible, Boolean> executed = new IdentityHashMap<>();

    Unblockers(Execution x) {
        this.x = x;
        this.judge = new Judge(x);
        x.events().forEach(e -> executed.put(e.op, true));
    }

    /** Who could wake {@code t}; empty if it waits for nothing. */
    String of(Task t) {
        Task owner = judge.owner(t);
        if (owner != null) {
            return "owner: " + owner.lineage + fate(owner);
        }
        List<Shadow> objects = judge.waitedOn(t);
        if (objects.isEmpty()) {
            return "";
        }
        List<String> all = new ArrayList<>(neverReached(t, objects));
        for (Task other : x.tasks()) {
            Event last = other == t ? null : lastThatWakes(other, t, objects);
            if (last != null) {
                all.add(other.lineage + " (#" + (last.number + 1) + " " + last.kind + ")" + fate(other));
            }
        }
        if (all.isEmpty()) {
            return x.built() == null || x.built().all().isEmpty()
                    ? "nobody else used it in this run"
                    : "nobody: no step that could do it was in this run";
        }
        String more = all.size() > MOST ? "; and " + (all.size() - MOST) + " more" : "";
        return "could be woken by " + String.join("; ", all.subList(0, Math.min(MOST, all.size()))) + more;
    }

    private Set<String> neverReached(Task t, List<Shadow> objects) {
        Set<String> steps = new LinkedHashSet<>();
        Built all = x.built();
        if (all == null) {
            return steps;
        }
        for (Instruction built : all.all()) {
            Visible op = (Visible) built;
            if (!executed.containsKey(op) && op != t.fiber.pending() && wakes(op, op.kind(), t, objects)) {
                StackTraceElement place =
                        Objects.requireNonNull(all.placeOf(built), "place"); // of those in all(): noted
                String file = String.valueOf(place.getFileName()).replace(".java", "");
                steps.add(op.kind() + " at " + file + ":" + place.getLineNumber() + ", never reached");
            }
        }
        return steps;
    }

    private @Nullable Event lastThatWakes(Task other, Task t, List<Shadow> objects) {
        List<Event> events = x.events();
        for (int i = events.size() - 1; i >= 0; i--) {
            Event e = events.get(i);
            if (e.task == other && !e.idle && wakes(e.op, e.kind, t, objects)) {
                return e;
            }
        }
        return null;
    }

    private String fate(Task t) {
        if (t.state == Task.State.DEAD) {
            return ", which has ended";
        }
        if (t.state != Task.State.WAITING && t.isEnabled()) {
            return "";
        }
        List<String> names =
                judge.waitedOn(t).stream().map(Shadow::name).distinct().toList();
        return names.isEmpty() ? "" : ", itself blocked on " + String.join(", ", names);
    }

    // what wakes whom

    /** Whether {@code op} may let {@code t} go on, which waits for {@code objects}. */
    private static boolean wakes(Visible op, OpKind kind, Task t, List<Shadow> objects) {
        for (Shadow s : objects) {
            boolean does = s instanceof ChannelShadow c
                    ? wakesAt(c, op, kind, t)
                    : op.subject() == s.subject() && wakesAt(op, kind, waitKind(t));
            if (does) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable OpKind waitKind(Task t) {
        return t.state == Task.State.PENDING ? t.pendingKind : t.waitsSince == null ? null : t.waitsSince.kind;
    }

    private static boolean wakesAt(ChannelShadow c, Visible op, OpKind kind, Task t) {
        boolean sends = sends(c, t);
        boolean receives = receives(c, t);
        if (op instanceof Choosing select) {
            return (receives && c.caseOf(select, true) >= 0) || (sends && c.caseOf(select, false) >= 0);
        }
        if (kind == OpKind.CONTEXT) {
            boolean[] closes = {false};
            op.closes(channel -> closes[0] |= channel == c.core());
            return closes[0];
        }
        return op.subject() == c.core()
                && switch (kind) {
                    case SEND, TRY_SEND, TIMER_SET -> receives;
                    case RECEIVE, TRY_RECEIVE -> sends;
                    case CLOSE -> true;
                    default -> false;
                };
    }

    private static boolean sends(ChannelShadow c, Task t) {
        Event since = t.waitsSince;
        if (since == null) {
            return false;
        }
        return since.op instanceof Choosing select ? c.caseOf(select, true) >= 0 : since.kind == OpKind.SEND;
    }

    private static boolean receives(ChannelShadow c, Task t) {
        Event since = t.waitsSince;
        if (since == null) {
            return false;
        }
        return since.op instanceof Choosing select ? c.caseOf(select, false) >= 0 : since.kind == OpKind.RECEIVE;
    }

    private static boolean wakesAt(Visible op, OpKind kind, @Nullable OpKind waiting) {
        return waiting != null
                && switch (waiting) {
                    case GROUP_WAIT -> kind == OpKind.GROUP_ADD && op.operand() < 0;
                    case COND_WAIT -> kind == OpKind.COND_SIGNAL || kind == OpKind.COND_BROADCAST;
                    case LOCK -> kind == OpKind.UNLOCK;
                    case READ_LOCK -> kind == OpKind.WRITE_UNLOCK;
                    case WRITE_LOCK -> kind == OpKind.READ_UNLOCK;
                    default -> true;
                };
    }
}
