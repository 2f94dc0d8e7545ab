package io.gondola.testkit.run;

import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Choosing;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shadows of all objects that the goroutines of an execution share, and the locations at which steps depend on each
 * other.
 */
final class SharedObjects {
    private final Execution x;
    private final IdentityHashMap<Object, Shadow> shadows = new IdentityHashMap<>();
    private @Nullable Map<String, Integer> names;
    private int shadowCount;
    private int locationCount;
    private int[] owners = new int[16];
    private boolean[] joins = new boolean[16];

    SharedObjects(Execution x) {
        this.x = x;
    }

    // shadows

    int nextShadowIndex() {
        return shadowCount++;
    }

    String uniqueName(String base) {
        if (names == null) {
            names = new HashMap<>();
        }
        int n = names.merge(base, 1, Integer::sum);
        return Judge.isDefaultName(base) || n > 1 ? base + "#" + n : base;
    }

    ChannelShadow channelShadow(Object channel) {
        Shadow s = shadows.get(channel);
        if (s == null) {
            s = new ChannelShadow(x, (ChannelCore) channel);
            shadows.put(channel, s);
        }
        return (ChannelShadow) s;
    }

    /** What {@code op}, an operation of {@code kind}, works on; null if nothing. */
    @Nullable
    Shadow shadowOf(OpKind kind, Visible op) {
        Object subject = op.subject();
        if (subject == null) {
            return null;
        }
        Shadow s = shadows.get(subject);
        if (s == null) {
            s = newShadow(kind, subject);
            shadows.put(subject, s);
        }
        return s;
    }

    private Shadow newShadow(OpKind kind, Object subject) {
        return switch (kind) {
            case SEND, RECEIVE, TRY_SEND, TRY_RECEIVE, CLOSE, LENGTH -> new ChannelShadow(x, (ChannelCore) subject);
            case LOCK,
                    UNLOCK,
                    TRY_LOCK,
                    WRITE_LOCK,
                    WRITE_UNLOCK,
                    TRY_WRITE_LOCK,
                    READ_LOCK,
                    READ_UNLOCK,
                    TRY_READ_LOCK -> new LockShadow(x, subject);
            case GROUP_ADD, GROUP_WAIT, GROUP_RETURN -> new GroupShadow(x, subject);
            case READ, WRITE, ATOMIC_LOAD, ATOMIC_STORE, ATOMIC_UPDATE -> new CellShadow(x, subject);
            case TIMER_SET ->
                subject instanceof ChannelCore core ? new ChannelShadow(x, core) : new MonitorShadow(x, subject);
            default -> new MonitorShadow(x, subject);
        };
    }

    /** How many objects there are: each one's index is below. */
    int count() {
        return shadowCount;
    }

    /** All of them, in the order of their first use. */
    List<Shadow> byIndex() {
        return shadows.values().stream()
                .sorted(Comparator.comparingInt(Shadow::index))
                .toList();
    }

    @Nullable
    Shadow existing(@Nullable Object subject) {
        return subject == null ? null : shadows.get(subject);
    }

    /** The objects of {@code e}: those of all cases of a select that waits. */
    List<Shadow> objectsOf(Event e) {
        if (e.op instanceof Choosing select && e.parked) {
            List<Shadow> channels = new ArrayList<>();
            for (int i = 0; i < select.cases(); i++) {
                channels.add(channelShadow(select.channel(i)));
            }
            return channels;
        }
        return e.object == null ? List.of() : List.of(e.object);
    }

    // locations

    /** A location of {@code owner}. */
    int newLocation(Shadow owner) {
        if (locationCount == owners.length) {
            owners = Arrays.copyOf(owners, 2 * locationCount);
            joins = Arrays.copyOf(joins, 2 * locationCount);
        }
        owners[locationCount] = owner.index;
        return locationCount++;
    }

    /** A location at which steps meet that commute, but what follows those that read comes after those that write. */
    int newMeetingPoint(Shadow owner) {
        int location = newLocation(owner);
        joins[location] = true;
        return location;
    }

    /** Whether steps that touch {@code location} commute all the same. */
    boolean isMeetingPoint(int location) {
        return joins[location];
    }

    int locations() {
        return locationCount;
    }

    // dependency

    /**
     * Whether the pending operation of {@code t} may not commute with {@code e}, which has just been executed. Says yes
     * when in doubt.
     */
    boolean mayDepend(Task t, Event e) {
        OpKind kind = t.pendingKind;
        if (kind == null
                || e.isUndescribed()
                || Event.isUndescribed(kind)
                || e.kind == OpKind.CONTEXT
                || kind == OpKind.CONTEXT) {
            return true;
        }
        if (mayLetTimePass(t, kind, e)) {
            return true;
        }
        boolean reads = readsOnly(kind);
        if (t.pending instanceof Choosing select && !t.returning) {
            for (int i = 0; i < select.cases(); i++) {
                if (touches(e, shadows.get(select.channel(i)), false)) {
                    return true;
                }
            }
            return false;
        }
        Object subject = t.operation().subject();
        Shadow s = subject == null ? null : shadows.get(subject);
        boolean foreign = kind == OpKind.READ_UNLOCK && s instanceof LockShadow lock && !lock.isReader(t);
        return touches(e, s, reads && !foreign);
    }

    /**
     * Whether {@code e} may decide if the clock moves after the next step of {@code t}, because all who can go on spin
     * then.
     */
    private boolean mayLetTimePass(Task t, OpKind kind, Event e) {
        if (!e.timed) {
            return e.spins() && Event.mayArm(kind);
        }
        return x.tasks.anotherSpins(t)
                || (Event.maySpin(kind) && (t.spins >= Task.SPINS - 1 || e.endsSpins() || e.spins()));
    }

    /**
     * The number, by first use, of the object on which {@code t} is about to operate; -1 if none, or if it is a new
     * one.
     */
    int objectOfPending(Task t) {
        Object subject = t.pending == null ? null : t.pending.subject();
        Shadow s = subject == null ? null : shadows.get(subject);
        return s == null ? -1 : s.index;
    }

    private boolean touches(Event e, @Nullable Shadow s, boolean reads) {
        if (s == null) {
            return false;
        }
        for (int i = 0; i < e.accessCount; i++) {
            int location = e.accesses[i] >> 1;
            if (owners[location] == s.index && !joins[location] && (!reads || (e.accesses[i] & 1) != 0)) {
                return true;
            }
        }
        return false;
    }

    private static boolean readsOnly(OpKind kind) {
        return switch (kind) {
            case READ, ATOMIC_LOAD, LENGTH, READ_LOCK, READ_UNLOCK, TRY_READ_LOCK, GROUP_WAIT, GROUP_RETURN -> true;
            default -> false;
        };
    }

    /** After the end: the locks that tasks were about to take and could not, as steps that come after all others. */
    List<Event> locksNeverTaken(LiveTasks tasks) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < tasks.count(); i++) {
            Task t = tasks.get(i);
            if (t.pendingKind == OpKind.LOCK && existing(t.operation().subject()) instanceof LockShadow lock) {
                Event e = new Event(x.steps(), t, OpKind.LOCK);
                e.object = lock;
                e.ticks = x.ticks.count();
                e.pendingSince = t.pendingSince;
                lock.touchMutex(e);
                events.add(e);
            }
        }
        return events;
    }

    /** {@code e} served {@code t} at {@code channel}: if that was a select, it leaves the other channels. */
    void withdrawn(Event e, @Nullable Task t, ChannelShadow channel) {
        if (t != null && t.waitsSince != null && t.waitsSince.op instanceof Choosing select) {
            for (int i = 0; i < select.cases(); i++) {
                ChannelShadow other = channelShadow(select.channel(i));
                if (other != channel) {
                    other.leave(e);
                }
            }
        }
    }

    boolean waitsOn(Event waits, ChannelShadow channel) {
        if (waits.op instanceof Choosing select) {
            return channel.caseOf(select, true) >= 0 || channel.caseOf(select, false) >= 0;
        }
        return waits.object == channel;
    }
}
