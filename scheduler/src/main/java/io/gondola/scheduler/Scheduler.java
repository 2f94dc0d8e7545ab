package io.gondola.scheduler;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides when and on which thread goroutines run. There are the one with many threads, {@link #workStealing}, and
 * those of the package {@code io.gondola.scheduler.deterministic}, which run everything on the caller's thread.
 *
 * <p>Operations marked "goroutine" are called by a goroutine of this scheduler while it runs; all others by any thread.
 */
public abstract class Scheduler implements AutoCloseable {
    /** What {@link #forcedCase} answers if the select is free to choose. */
    public static final int ANY_CASE = -1;

    /** What {@link #forcedCase} answers if it is known that no case is ready. */
    public static final int NO_CASE = -2;

    static final int MAX_PROCS = 1 << 10;

    final Observation observation = new Observation();
    private final Sockets sockets = new Sockets();

    protected Scheduler() {}

    /**
     * Makes the scheduler with real threads, and starts it.
     *
     * @param maxProcs how many goroutines run at once, from 1 to 1024
     */
    public static Scheduler workStealing(int maxProcs) {
        return workStealing(SchedulerOptions.processors(maxProcs));
    }

    /**
     * Makes the scheduler with real threads, and starts it.
     *
     * @throws OutOfMemoryError if the operating system gives no thread
     */
    public static Scheduler workStealing(SchedulerOptions options) {
        return new WorkStealingScheduler(options).start();
    }

    /** Refuses what is no number of processors. */
    public static int checkMaxProcs(int n, String name) {
        if (n < 1 || n > MAX_PROCS) {
            throw new IllegalArgumentException(name + " must be from 1 to " + MAX_PROCS + ": " + n);
        }
        return n;
    }

    // goroutines

    /** Makes a new goroutine runnable, soon on the caller's processor. */
    public abstract void spawn(Goroutine g);

    /** Makes a parked goroutine runnable. Any thread. The caller may not touch it again. */
    public abstract void ready(Goroutine g);

    /**
     * Goroutine: makes the running goroutine runnable again, behind those that its processor has queued. Last act of
     * its {@link Goroutine#run}.
     */
    public abstract void yielded(Goroutine g);

    /** Goroutine: as {@link #yielded}, behind all others, since its time slice is over. */
    public abstract void preempted(Goroutine g);

    /** Goroutine: the number of steps that it may make before it asks {@link #nextBudget} for more. At least 1. */
    public abstract int firstBudget();

    /** Goroutine: asked when the budget is used up. Returns a new one, or 0 if the goroutine must yield now. */
    public abstract int nextBudget();

    /**
     * Goroutine: asked in place of {@link #nextBudget} where others cannot observe the next step. A scheduler
     * that switches before observable steps only lets the goroutine go on.
     */
    public int nextBudgetBetweenSteps() {
        return nextBudget();
    }

    /** Goroutine: tells the explorer, if any, that plain Java code comes next. False if it must yield before. */
    public boolean beforeJavaCode() {
        return true;
    }

    /** Goroutine: tells that it has ended, as the last act of its {@link Goroutine#run}. */
    public abstract void ended(Goroutine g);

    // code that blocks its thread

    /** Goroutine: tells that code follows that may block the thread. Ends with {@link #exitBlocking}. */
    public abstract void enterBlocking(Goroutine g);

    /**
     * Goroutine: tells that the code that may block is over.
     *
     * @return true if the goroutine can run on; false if it must call {@link #requeueAfterBlocking} as its last act
     */
    public abstract boolean exitBlocking(Goroutine g);

    /** Goroutine: queues it after {@link #exitBlocking} answered false. */
    public abstract void requeueAfterBlocking(Goroutine g);

    // goroutines that need a thread of their own

    /**
     * Goroutine: locks it to the thread that it runs on, once more if it is locked already. Its thread then runs
     * nothing else, and no other thread runs it; if it ends locked, the thread ends with it.
     *
     * @return true if the goroutine can run on; false if it must call {@link #runLocked} as its last act
     */
    public abstract boolean lockThread(Goroutine g);

    /**
     * Goroutine: runs it on after {@link #lockThread} answered false. Returns when it is unlocked again, or never will
     * run.
     */
    public abstract void runLocked(Goroutine g);

    /** Goroutine: takes one {@link #lockThread} back; the last one unlocks. Does nothing if it is not locked. */
    public abstract void unlockThread(Goroutine g);

    // time

    /** The clock for deadlines and durations, in nanoseconds from an arbitrary origin; never negative. */
    public abstract long nanoTime();

    /** The wall clock. */
    public abstract Instant now();

    /**
     * Goroutine, at the end of its {@link Goroutine#run}: readies {@code g} at {@code deadline}. It cannot be
     * cancelled.
     */
    public abstract void sleepUntil(Goroutine g, long deadline);

    /**
     * Arms or re-arms {@code task} for {@code deadline} of {@link #nanoTime}, forgetting what it delivered before.
     *
     * @return whether it was armed before, or had delivered something that nobody had taken
     */
    public abstract boolean arm(TimerTask task, long deadline);

    /**
     * Arms {@code task}, which has fired and was not to fire again before something else had happened, unless it was
     * armed or disarmed since {@link TimerTask#armings} was {@code armings}. Any thread, holding no lock.
     */
    public abstract void rearm(TimerTask task, long deadline, int armings);

    /** Disarms {@code task}. The result is that of {@link #arm}. */
    public abstract boolean disarm(TimerTask task);

    // input and output

    /**
     * Goroutine: prepares a wait until {@code channel} is ready for {@code operation}. The goroutine goes on by parking
     * with {@link #awaitIo}, unless the wait is {@linkplain IoWait#decided() decided} already, and then asks for the
     * {@linkplain IoWait#outcome() outcome}.
     *
     * @param operation one of the constants of {@link java.nio.channels.SelectionKey}
     * @throws IllegalArgumentException if the channel has no such operation, or is in blocking mode
     * @throws UnsupportedOperationException if this scheduler is deterministic: there is no real input or output
     */
    public IoWait ioWait(Goroutine g, SelectableChannel channel, int operation) {
        IoWait.checkOperation(channel, operation);
        throw new UnsupportedOperationException(
                "the deterministic runtime has no real input and output; run the program on"
                        + " GoRuntime.builder().build(), or in the test hand it its data through"
                        + " a Channel: operation=" + IoWait.name(operation)
                        + ", channel=" + channel);
    }

    /**
     * Goroutine, at the end of its {@link Goroutine#run}: readies the goroutine of {@code wait} when that has an
     * outcome.
     *
     * <p>At most one goroutine waits to read or accept, and one to write or connect, per channel: another one's wait
     * fails with {@link IllegalStateException}.
     *
     * <p>If its {@linkplain IoWait#limit(long) limit} has passed already, the wait times out, even if the channel is
     * ready.
     */
    public void awaitIo(IoWait wait) {
        throw new AssertionError("a scheduler without input and output makes no waits");
    }

    /**
     * Closes {@code channel} and ends the waits on it with {@link IoOutcome#CLOSED}. Any thread. Closed otherwise, a
     * channel lets its waiters know a second late.
     *
     * @throws IOException if the channel fails to close; its waits have ended all the same
     */
    public void closeIo(SelectableChannel channel) throws IOException {
        channel.close();
    }

    /**
     * As {@link #closeIo(SelectableChannel)}; then runs {@code letGo}, once the system has the channel's file
     * descriptor back: its address is free then. Runs it at once if the channel was never waited for, and else within
     * the next look at the channels, by the thread that looks. So {@code letGo} must be quick and throw nothing.
     *
     * @throws IOException if the channel fails to close; {@code letGo} may run or not
     */
    public void closeIo(SelectableChannel channel, Runnable letGo) throws IOException {
        channel.close();
        letGo.run();
    }

    /** The sockets that programs have opened; they close with this scheduler. */
    public final Sockets sockets() {
        return sockets;
    }

    // choices

    /**
     * A random number from 0 to {@code bound - 1}, uniformly; under the deterministic scheduler a controlled choice.
     */
    public abstract int random(int bound);

    /** Whether each run is fixed by choices that are under control. */
    public boolean deterministic() {
        return false;
    }

    /**
     * Goroutine: the index of the case that a select must take now, which is ready; {@link #NO_CASE} if none is ready,
     * or {@link #ANY_CASE} if the select is to look itself, and to choose among the ready ones by {@link #random}.
     */
    public int forcedCase() {
        return ANY_CASE;
    }

    // programs and outside parties

    /** Starts a program with its main goroutine. Any thread. */
    public abstract void start(Program program, Goroutine main);

    /** Runs {@code program}'s goroutines on the caller's thread until it has ended, if no other thread does. */
    public void drive(Program program) {}

    /** Drops what the scheduler holds of an ended program. */
    protected abstract void forget(Program program);

    /** Tells {@code program} that none of its goroutines can ever run again. */
    protected static void deadlocked(Program program) {
        program.onDeadlock();
    }

    /** Tells {@code program} that it ends because of {@code cause}. */
    protected static void aborted(Program program, Throwable cause) {
        program.onAbort(cause);
    }

    /** Notes whether {@code g} is locked to a thread. */
    protected static void markLocked(Goroutine g, boolean locked) {
        g.lockedToThread(locked);
    }

    /** The number for a goroutine of {@code program} that is just being made. */
    protected abstract long nextId(Program program);

    /** For schedulers with one thread: numbers the goroutines of {@code program} one by one. */
    protected final long nextIdInOrder(Program program) {
        return program.roster(this).nextId(program.ids(), 1);
    }

    /** Does with {@code g}, which was ready to run, what is due now that its program has ended. */
    protected static void drop(Goroutine g) {
        g.drop();
    }

    /** For schedulers with one thread: makes {@code g} known to its program's list of goroutines. */
    protected final void enlist(Goroutine g) {
        g.program().roster(this).add(g);
    }

    /**
     * Changes by {@code delta} the number of parties outside that may ready goroutines; above 0 no deadlock is
     * reported.
     */
    public abstract void outsiders(int delta);

    /**
     * Goroutine: tells that {@code g} is about to wait for an outside party, so that it is soon found when that
     * matters.
     */
    public void waitsForOutside(Goroutine g) {}

    // control and observation

    /** Where goroutines wait, for those that measure it in real time; null under a virtual clock. */
    @Nullable
    Queues queues() {
        return null;
    }

    /** Whether the current thread runs a goroutine of this scheduler. */
    public abstract boolean onOwnThread();

    /** Whether goroutines would wait if the current thread ran code of others: it runs them, or wakes them in time. */
    public boolean onServingThread() {
        return false;
    }

    /**
     * Goroutine, about to end: runs {@code code} of others, which is not part of it and may block. Others get its
     * processor meanwhile: at once if {@code mayBlock} says that this is to be expected, or else a moment later. Until
     * the code returns the thread counts as none of this scheduler's.
     *
     * <p>The goroutine may have no processor any more then: it must do nothing but {@linkplain #ended end}.
     */
    public void runOutside(Goroutine g, boolean mayBlock, Runnable code) {
        code.run();
    }

    public abstract int maxProcs();

    /** Sets the number of goroutines that run at once; returns the former one. */
    public abstract int setMaxProcs(int n);

    public abstract SchedulerStats stats();

    /** How many timers are set and goroutines sleep at this moment, of programs that have not ended. Any thread. */
    public long pendingTimers() {
        return 0;
    }

    /**
     * For how many whole minutes {@code g} has waited at least, racily. 0 if it does not wait; always 0 with virtual
     * time, in which nobody waits for long.
     */
    public long waitedMinutes(Goroutine g) {
        return 0;
    }

    /** Whether {@link #parking} is worth calling, on any scheduler: one look at a field that hardly ever changes. */
    public static boolean observed() {
        return Observation.anywhere();
    }

    /** Goroutine: tells observers that {@code g} is about to stop running, complete but not published yet. */
    public final void parking(Goroutine g) {
        Observer o = Observation.of(this);
        if (o != null) {
            String reason = g.waitReason();
            if (reason != null) {
                o.parked(lane(), g, reason, g.waitsOn());
            }
        }
    }

    /** What observers are told as the place of what the current thread does. */
    protected int lane() {
        return 0;
    }

    // what observers are told, before anybody else may run the goroutine

    protected final void observeCreated(Goroutine g) {
        Observer o = Observation.of(this);
        if (o != null) {
            o.created(lane(), g);
        }
    }

    protected final void observeStarted(Goroutine g) {
        Observer o = Observation.of(this);
        if (o != null) {
            o.started(lane(), g);
        }
    }

    protected final void observeReadied(Goroutine g) {
        Observer o = Observation.of(this);
        if (o != null) {
            o.readied(lane(), g);
        }
    }

    protected final void observeYielded(Goroutine g) {
        Observer o = Observation.of(this);
        if (o != null) {
            o.yielded(lane(), g);
        }
    }

    protected final void observeEnded(Goroutine g) {
        Observer o = Observation.of(this);
        if (o != null) {
            o.ended(lane(), g);
        }
    }

    /** Completes the trace that is being written, if there is one. */
    protected final void endTrace() {
        observation.close();
    }

    /**
     * Writes what the goroutines do to {@code file}, until the result is closed: as a page if the name of {@code file}
     * ends in {@code .html}, or else as JSON in the Trace Event Format; packed if it ends in {@code .gz}.
     *
     * @param bytes how much memory the events of a page may take
     * @throws IOException if the file cannot be written
     * @throws IllegalStateException if another trace is being written
     */
    public final AutoCloseable trace(Path file, long bytes) throws IOException {
        return observation.trace(this, file, bytes);
    }

    /** Tells the flight recorder, if there is one, that something has gone wrong; {@code what} may be of any kind. */
    public void trouble(Trouble kind, Object what) {}

    /**
     * Writes what the flight recorder has to {@code file}, as a page.
     *
     * @throws IOException if the file cannot be written
     * @throws IllegalStateException if there is no flight recorder, or the scheduler is closed
     */
    public void writeFlight(Path file) throws IOException {
        throw new IllegalStateException("the deterministic runtime has no flight recorder: use trace");
    }

    public abstract boolean closed();

    /** Why a closed scheduler starts no program. */
    public IllegalStateException refusal() {
        return new IllegalStateException("runtime is closed");
    }

    /** Ends all programs and threads. Idempotent. */
    @Override
    public abstract void close();
}
