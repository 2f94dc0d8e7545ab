package io.gondola.scheduler;

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
     *   RUNNABLE --run--> RUNNING --park--> WAITING --ready--> RUNNABLE
     *                     RUNNING --yield--> RUNNABLE
     *                     RUNNING --enterBlocking--> SYSCALL --exitBlocking--> RUNNING or RUNNABLE
     *                     RUNNING --end--> DEAD
     *
     * Park and ready. run() leaves everything that the goroutine needs to go on in its fields, writes WAITING, and only
     * then, as the last thing that the machine does with it, publishes the goroutine to whoever may ready it (it
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

    private final long id;
    private final Program program;
    private byte state = RUNNABLE;

    /** Written by the thread that it is locked to. */
    private boolean lockedToThread;

    protected Goroutine(Program program) {
        this.program = program;
        this.id = program.scheduler().nextId(program);
    }

    /**
     * Runs until the goroutine parks, yields or ends. Called by the scheduler only, on a thread of its own. Throws
     * nothing: what user code throws is the subclass's to handle.
     */
    public abstract void run();

    /** Whether a party that the scheduler does not know may ready it while it waits, so that it holds off a deadlock report. */
    public abstract boolean mayBeReadiedFromOutside();

    // for reports, from any thread while the goroutine may run

    /** The goroutine's name; null if it has none. */
    public String name() {
        return null;
    }

    /** Why it waits, in Go's words; null if it does not wait. */
    public String waitReason() {
        return null;
    }

    /** The channel, lock or other object on which it waits; null if there is none, or it is not known. */
    public Object waitsOn() {
        return null;
    }

    /** Where in the user's code the thread is whose stack is {@code stack}, and which runs this goroutine. */
    public String place(StackTraceElement[] stack) {
        return stack.length == 0 ? "unknown" : stack[0].toString();
    }

    /**
     * Asks the goroutine, if it runs, to call {@link Scheduler#nextBudget} soon. Any thread, at any time; may have no effect, or
     * one call too many.
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
        return state;
    }

    /** Called by whoever owns the goroutine at that moment: the thread that runs it, or the one that readies it. */
    public final void state(byte newState) {
        state = newState;
    }

    /** Whether it runs on one thread only: see {@link Scheduler#lockThread}. */
    public final boolean lockedToThread() {
        return lockedToThread;
    }

    final void lockedToThread(boolean locked) {
        lockedToThread = locked;
    }

    /** A goroutine of an ended program is never served: what it would have got stays for others. */
    @Override
    public final boolean claim() {
        return !program.ended();
    }

    /** Readies a parked goroutine. */
    @Override
    public final void wake() {
        program.scheduler().ready(this);
    }
}
