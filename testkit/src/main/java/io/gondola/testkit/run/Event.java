package io.gondola.testkit.run;

import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One executed step of a task. */
public final class Event {
    private static final int[] NONE = {};

    /** Its number in the run, from 0. */
    final int number;

    final Task task;
    final OpKind kind;

    /** Its number among the steps of its task, from 1. */
    final int local;

    /** The object that it operated on; null if none. */
    @Nullable
    Shadow object;

    /** The operation. */
    @SuppressWarnings("NullAway.Init") // set with the step
    Visible op;

    /** With whom it exchanged an element, and whom that readied; null if nobody. */
    @Nullable
    Task partner;

    /** Whether the task waits since. */
    boolean parked;

    /** The case that a select took; -1 if none. */
    int takenCase = -1;

    /** Whether the operation failed or took the default, so that it changed nothing. */
    boolean idle;

    /** Whether it was decided to fail, though it need not have. */
    boolean refused;

    /** Whether it is a wait that was decided to return for no reason. */
    boolean spurious;

    /** How many who could have been served were passed over by decision. */
    int passedOver;

    /** What it was given that chance decides: a hash. */
    int drawn;

    /** Whether a timer was armed before or after it, so that it matters to the clock whether tasks spin. */
    boolean timed;

    /** Whether the clock moved right after it because all tasks that could go on were spinning. */
    boolean letsTimePass;

    /** The locations touched, twice each, plus 1 for those written. */
    int[] accesses = NONE;

    int accessCount;

    /** The tasks that it readied, with those that it started. */
    Task[] woken = NO_TASKS;

    int wokenCount;

    /** For reports: where; null if unknown or not recorded. */
    @Nullable
    String site;

    /** For reports: what happened, if that is more than kind and object; else null. */
    @Nullable
    String note;

    /** For reports: the host that a message which was sent here did not reach; null if there is none. */
    private @Nullable String lostTo;

    /** For reports: the happens-before clock after the step; null if not recorded. */
    int @Nullable [] clock;

    /** How often the clock had moved when it was made. */
    int ticks;

    /** How often the clock had moved when the task came before this step. */
    int pendingSince;

    /** For reports: the virtual time; 0 if not recorded. */
    long nanos;

    /** How many decisions were recorded when it began. */
    int decisions;

    static final Task[] NO_TASKS = {};

    Event(int number, Task task, OpKind kind) {
        this.number = number;
        this.task = task;
        this.kind = kind;
        this.local = ++task.steps;
    }

    void touch(int location, boolean write) {
        int access = 2 * location + (write ? 1 : 0);
        if (accessCount == accesses.length) {
            accesses = Arrays.copyOf(accesses, Math.max(4, 2 * accessCount));
        }
        accesses[accessCount++] = access;
    }

    void wakes(Task t) {
        if (wokenCount == woken.length) {
            woken = Arrays.copyOf(woken, Math.max(2, 2 * wokenCount));
        }
        woken[wokenCount++] = t;
    }

    /** A message that was sent here did not reach {@code host}. */
    public void lost(String host) {
        lostTo = host;
    }

    /** It has come after all. */
    public void arrived() {
        lostTo = null;
    }

    @Nullable
    String lostTo() {
        return lostTo;
    }

    public int number() {
        return number;
    }

    public Task task() {
        return task;
    }

    public OpKind kind() {
        return kind;
    }

    public @Nullable Shadow object() {
        return object;
    }

    /** The object that it operated on, of one that has one. */
    public Shadow theObject() {
        return Objects.requireNonNull(object, "object");
    }

    public boolean parked() {
        return parked;
    }

    public @Nullable String site() {
        return site;
    }

    public int pendingSince() {
        return pendingSince;
    }

    public int ticks() {
        return ticks;
    }

    public int decisions() {
        return decisions;
    }

    /** Whether the two do not commute: both touch a location, and one of them writes it. */
    public boolean dependsOn(Event other, Execution x) {
        if (isUndescribed() || other.isUndescribed()) {
            return true;
        }
        for (int i = 0; i < accessCount; i++) {
            for (int j = 0; j < other.accessCount; j++) {
                int a = accesses[i];
                int b = other.accesses[j];
                if (a >> 1 == b >> 1 && ((a | b) & 1) != 0 && !x.isMeetingPoint(a >> 1)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether it may depend on everything: nothing is known of what it did, or the clock moved because of it.
     */
    public boolean isUndescribed() {
        return letsTimePass || isUndescribed(kind);
    }

    /** Whether it is a step in place, which counts for the clock. */
    public boolean spins() {
        return idle || kind == OpKind.YIELD;
    }

    /** Whether it is a step after which no task counts as spinning, while that matters. */
    public boolean endsSpins() {
        return timed && !idle && endsSpins(kind);
    }

    static boolean endsSpins(OpKind kind) {
        return switch (kind) {
            case JAVA, YIELD, LENGTH, ATOMIC_LOAD, READ, CLOCK, GROUP_RETURN, READ_LOCK, READ_UNLOCK, LOCK, UNLOCK ->
                false;
            default -> true;
        };
    }

    /** Whether an operation of {@code kind} may arm a timer. */
    static boolean mayArm(OpKind kind) {
        return switch (kind) {
            case SLEEP, TIMER_START, TIMER_SET, CONTEXT, NET_DIAL, NET_ACCEPT, NET_READ, NET_WRITE -> true;
            default -> false;
        };
    }

    /** Whether an operation of {@code kind} may be a step in place. */
    static boolean maySpin(OpKind kind) {
        return switch (kind) {
            case YIELD, SELECT, TRY_SEND, TRY_RECEIVE, TRY_LOCK, TRY_READ_LOCK, TRY_WRITE_LOCK -> true;
            default -> false;
        };
    }

    static boolean isUndescribed(OpKind kind) {
        return kind == OpKind.OTHER || kind == OpKind.BLOCKING || kind == OpKind.ASYNC || kind == OpKind.JAVA;
    }

    /** How many locations it touched. */
    public int accesses() {
        return accessCount;
    }

    /** The location touched as number {@code i}. */
    public int location(int i) {
        return accesses[i] >> 1;
    }

    public boolean writes(int i) {
        return (accesses[i] & 1) != 0;
    }

    public boolean idle() {
        return idle;
    }

    public @Nullable Task partner() {
        return partner;
    }

    public Visible op() {
        return op;
    }

    public int takenCase() {
        return takenCase;
    }

    public int @Nullable [] clock() {
        return clock;
    }

    public int local() {
        return local;
    }

    /** The tasks that this step readied or started. */
    public List<Task> woken() {
        return Arrays.asList(woken).subList(0, wokenCount);
    }

    /** What was done, in words. */
    public String text() {
        return kind + (object == null ? "" : " " + object.name()) + (note == null ? "" : " " + note);
    }

    @Override
    public String toString() {
        return number + " " + task.fullName() + " " + text() + (site == null ? "" : " at " + site);
    }
}
