package io.gondola.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * G: a continuation task. What it does when it runs is its subclass's business; the scheduler only decides when and
 * where.
 *
 * <p>A goroutine never runs on two threads at once, and is in at most one run queue.
 *
 * @go runtime/runtime2.go, {@code g}
 */
public abstract class Goroutine extends Waiter {
    /*
     * States (Go's names and numbers)
     *
     *   (new) -> RUNNABLE --run--> RUNNING --park--> WAITING --ready--> RUNNABLE
     *                              RUNNING --yield, preempt--> RUNNABLE
     *                              RUNNING --enterBlocking--> SYSCALL --exitBlocking--> RUNNING
     *                                                         SYSCALL --requeueAfterBlocking--> RUNNABLE
     *                              RUNNING --park, commit of blocking code elsewhere--> SYSCALL --ready--> RUNNABLE
     *                              RUNNING --end--> DEAD
     *            RUNNABLE --taken from a queue after its program has ended--> DEAD
     *
     * A goroutine that waits when its program ends stays WAITING, and becomes garbage with the program.
     *
     * Locked to a thread or not is a second state, which changes only while the goroutine is RUNNING:
     *
     *   unlocked --lockThread--> locked --unlockThread, as often as it was locked--> unlocked
     *                            locked --end--> DEAD, and its thread ends
     *
     * A locked goroutine goes through the states above as any other; but the machine that takes it from a queue gives
     * its processor to the goroutine's machine: see ThreadLocks.
     *
     * Long waits. The upper bits of `state` are 0 after each change of state. Sysmon, when it sees a goroutine wait,
     * stamps it: it puts one half of the stamp beside the lock's bit, then the other into the upper bits of `state`,
     * both by compare-and-set. If the goroutine has changed its state meanwhile, the stamp does not come about; if it
     * does so later, its plain write erases the stamp. Between the two it may go on, write the lock's byte and wait
     * again; so sysmon looks at that byte again, and erases the stamp if it is not whole. A goroutine that parks and
     * goes on does nothing for all this, and it takes no memory: a goroutine of the DSL has 64 bytes. See LongWaits.
     *
     * Park and ready. run() leaves everything that the goroutine needs to go on in its fields, writes WAITING, and only
     * then, as the last thing that the machine does with it, publishes the goroutine to the party that may ready it (it
     * releases the lock of the channel in whose queue the goroutine stands). Nobody can ready a goroutine that is not
     * complete, so no wake-up is lost; and the machine must not touch it after that, for it may already run elsewhere.
     *
     * Ordering. The release of that lock and its acquisition by the waker, then the run queue's release and acquire,
     * carry all plain fields from one machine to the next. `state` is read by dumps from any thread, racily.
     */
    public static final byte RUNNABLE = 1;
    public static final byte RUNNING = 2;
    public static final byte SYSCALL = 3;
    public static final byte WAITING = 4;
    public static final byte DEAD = 6;

    private static final int STATE_BITS = 3;
    private static final int STATE_MASK = (1 << STATE_BITS) - 1;
    private static final int LOW_BITS = 7;
    private static final byte LOCKED = Byte.MIN_VALUE;
    private static final int FIRST_STAMP = 1 << LOW_BITS; // one of the upper bits is set in every stamp

    /** How many stamps there are. */
    static final int STAMPS = (1 << (LOW_BITS + Byte.SIZE - STATE_BITS)) - FIRST_STAMP;

    private final long id;
    private final Program program;
    private byte state = RUNNABLE;

    /** Negative if locked to a thread: that bit is written by the thread. The others belong to sysmon. */
    private byte lockAndStamp;

    protected Goroutine(Program program) {
        this.program = program;
        this.id = program.scheduler().nextId(program);
    }

    /**
     * Runs until the goroutine parks, yields or ends. Called by the scheduler only, on a thread of its own. Throws
     * nothing: what user code throws is the subclass's to handle.
     */
    public abstract void run();

    /**
     * Told by the scheduler, on a thread of its own, that this goroutine was ready to run and never will, since its
     * program has ended: it passes on what it was woken for. Throws nothing.
     */
    protected void dropped() {}

    /** What a scheduler does with a goroutine that it takes from a queue after its program has ended. */
    final void drop() {
        state(DEAD);
        dropped();
    }

    /**
     * Whether a party that the scheduler does not know may ready it while it waits, so that it holds off a deadlock
     * report.
     */
    public abstract boolean mayBeReadiedFromOutside();

    // for reports, from any thread while the goroutine may run

    /** The goroutine's name; null if it has none. */
    public @Nullable String name() {
        return null;
    }

    /** The name as it is fit for a line of a report; null if it has none. */
    public final @Nullable String shownName() {
        String name = name();
        return name == null ? null : SafeText.quoted(name);
    }

    /** Why it waits, in Go's words; null if it does not wait. */
    public @Nullable String waitReason() {
        return null;
    }

    /** The channel, lock or other object on which it waits; null if there is none, or it is not known. */
    public @Nullable Object waitsOn() {
        return null;
    }

    /**
     * The place in the user's code that started it, whose {@code toString} is looked at later and from another thread;
     * equal for equal places. Null if unknown. Called before it runs first.
     */
    public @Nullable Object startPlace() {
        return null;
    }

    /** Where in the user's code the thread is whose stack is {@code stack}, and which runs this goroutine. */
    public String place(StackTraceElement[] stack) {
        return stack.length == 0 ? "unknown" : stack[0].toString();
    }

    /**
     * Asks the goroutine, if it runs, to call {@link Scheduler#nextBudget} soon. Any thread, at any time; may have no
     * effect, or one call too many.
     */
    public void hurry() {}

    /** Number of the goroutine in its program; the main one is 1. */
    public final long id() {
        return id;
    }

    /** A number that no other goroutine of any program has; never 0. */
    public final long identity() {
        return program.identities + id;
    }

    public Program program() {
        return program;
    }

    public final Scheduler scheduler() {
        return program.scheduler();
    }

    public final byte state() {
        return stateOf(state);
    }

    static byte stateOf(byte raw) {
        return (byte) (raw & STATE_MASK);
    }

    /** Called by the owner of the goroutine at that moment: the thread that runs it, or the one that readies it. */
    public final void state(byte newState) {
        state = newState;
    }

    /** Whether it runs on one thread only: see {@link Scheduler#lockThread}. */
    public final boolean lockedToThread() {
        return lockAndStamp < 0;
    }

    final void lockedToThread(boolean locked) {
        lockAndStamp = locked ? LOCKED : 0;
    }

    /** Sysmon only: notes {@code stamp}, from 0 to {@link #STAMPS} - 1, if it still waits as {@code seen} says. */
    final void stampWait(byte seen, int stamp) {
        int shifted = stamp + FIRST_STAMP;
        byte before = (byte) LOCK_AND_STAMP.getOpaque(this);
        byte lower = (byte) ((before & LOCKED) | (shifted & (FIRST_STAMP - 1)));
        byte stamped = (byte) (stateOf(seen) | shifted >>> LOW_BITS << STATE_BITS);
        if (LOCK_AND_STAMP.compareAndSet(this, before, lower)
                && STATE.compareAndSet(this, seen, stamped)
                && (byte) LOCK_AND_STAMP.getVolatile(this) != lower) {
            STATE.compareAndSet(this, stamped, stateOf(seen));
        }
    }

    /** Its state and stamp, as {@link #stampWait} wants to have them. */
    final byte rawState() {
        return (byte) STATE.getOpaque(this);
    }

    /** The stamp of {@code raw}, which was just read; -1 if there is none. */
    final int waitStamp(byte raw) {
        int upper = (raw & 0xFF) >>> STATE_BITS;
        return upper == 0 ? -1 : ((upper << LOW_BITS) | (lockAndStamp & (FIRST_STAMP - 1))) - FIRST_STAMP;
    }

    /** A goroutine of an ended program is never served: what it would have got stays for others. */
    @Override
    public final boolean claim() {
        return !program.ended();
    }

    @Override
    public final boolean isGone() {
        return program.ended();
    }

    /** Readies a parked goroutine. */
    @Override
    public final void wake() {
        program.scheduler().ready(this);
    }

    private static final VarHandle STATE;
    private static final VarHandle LOCK_AND_STAMP;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(Goroutine.class, "state", byte.class);
            LOCK_AND_STAMP = lookup.findVarHandle(Goroutine.class, "lockAndStamp", byte.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
