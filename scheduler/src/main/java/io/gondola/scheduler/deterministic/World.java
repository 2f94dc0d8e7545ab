package io.gondola.scheduler.deterministic;

import io.gondola.scheduler.Goroutine;
import io.gondola.scheduler.Program;
import io.gondola.scheduler.Scheduler;
import io.gondola.scheduler.SchedulerStats;
import io.gondola.scheduler.TimerTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler whose goroutines run one at a time, on the thread that drives it, with virtual time. Which one goes on,
 * when the clock moves, and what every other choice is, its subclass decides.
 *
 * <p>It holds no static state: any number of worlds may run side by side, each on its own thread.
 */
public abstract class World extends Scheduler {
    /*
     * Everything belongs to the thread that drives. Nothing depends on identity hash codes, addresses, real time or
     * other threads, so the subclass's choices alone decide the run.
     */
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z"); // as Go's synctest

    private final VirtualTimers timers = new VirtualTimers();
    private final List<Program> programs = new ArrayList<>(1);

    /** How often each goroutine that is locked to its thread locked itself. */
    private final IdentityHashMap<Goroutine, Integer> locks = new IdentityHashMap<>(0);

    private long clock;
    private @Nullable Thread driver;
    private int maxProcs = 1;
    private volatile boolean closed;
    private long spawned;
    private long readied;
    private long fired;

    protected World() {}

    // what subclasses decide

    /** A goroutine was started. */
    protected abstract void onSpawn(Goroutine g);

    /** A parked goroutine can go on. */
    protected abstract void onReady(Goroutine g);

    /** The running goroutine will sleep, as its last act. */
    protected abstract void onSleep(Goroutine g, long deadline);

    /** A timer was armed. */
    protected abstract void onArm(TimerTask task);

    /** A timer is about to fire, or (null) has fired. */
    protected abstract void onFire(@Nullable TimerTask task);

    /**
     * Of {@code n} timers that put something somewhere at the same time, which one comes first: from 0, by the order in
     * which they were armed. At least 2.
     */
    protected int tied(int n) {
        return 0;
    }

    /** Makes one step; called until the program has ended. */
    protected abstract void step(Program program);

    // threads

    /** Refuses all threads but the one that drives; {@code g} is what it wants to touch. */
    private void checkThread(Goroutine g) {
        Thread here = Thread.currentThread();
        if (driver != null && here != driver) {
            IllegalStateException refusal = new IllegalStateException(
                    "a goroutine of the deterministic runtime must not be readied by another thread: goroutine="
                            + g.id() + ", thread=" + here.getName());
            onForeignThread(g, here, refusal);
            throw refusal;
        }
    }

    /** Another thread than the driver tried to ready {@code g}, and will get {@code refusal}. Called on that thread. */
    protected void onForeignThread(Goroutine g, Thread thread, IllegalStateException refusal) {}

    @Override
    public boolean onOwnThread() {
        return driver != null && Thread.currentThread() == driver;
    }

    // goroutines

    @Override
    public void spawn(Goroutine g) {
        checkThread(g);
        spawned++;
        observeCreated(g);
        onSpawn(g);
    }

    @Override
    public void ready(Goroutine g) {
        checkThread(g);
        g.state(Goroutine.RUNNABLE);
        readied++;
        observeReadied(g);
        onReady(g);
    }

    @Override
    public void ended(Goroutine g) {
        observeEnded(g);
        if (g.lockedToThread()) {
            forgetLocks(g);
        }
        g.state(Goroutine.DEAD);
    }

    @Override
    protected long nextId(Program program) {
        return nextIdInOrder(program);
    }

    @Override
    public boolean deterministic() {
        return true;
    }

    // blocking code runs on the one thread there is

    @Override
    public void enterBlocking(Goroutine g) {
        g.state(Goroutine.SYSCALL);
    }

    @Override
    public boolean exitBlocking(Goroutine g) {
        g.state(Goroutine.RUNNING);
        return true;
    }

    @Override
    public void requeueAfterBlocking(Goroutine g) {
        throw new AssertionError("exitBlocking never answers false");
    }

    // every goroutine runs on the one thread there is: locks are only counted, for dumps

    @Override
    public boolean lockThread(Goroutine g) {
        locks.merge(g, 1, Integer::sum);
        markLocked(g, true);
        return true;
    }

    @Override
    public void runLocked(Goroutine g) {
        throw new AssertionError("lockThread never answers false");
    }

    @Override
    public void unlockThread(Goroutine g) {
        if (g.lockedToThread() && locks.merge(g, -1, Integer::sum) == 0) {
            forgetLocks(g);
        }
    }

    private void forgetLocks(Goroutine g) {
        locks.remove(g);
        markLocked(g, false);
    }

    // time

    @Override
    public long nanoTime() {
        return clock;
    }

    @Override
    public Instant now() {
        return EPOCH.plusNanos(clock);
    }

    @Override
    public void sleepUntil(Goroutine g, long deadline) {
        onSleep(g, deadline);
        timers.addSleeper(g, deadline);
    }

    @Override
    public boolean arm(TimerTask task, long deadline) {
        boolean active = timers.arm(task, Math.max(deadline, clock));
        onArm(task);
        return active;
    }

    /** No choice of the program's, so nobody is told. */
    @Override
    public final void rearm(TimerTask task, long deadline, int armings) {
        timers.rearm(task, deadline, armings);
    }

    @Override
    public boolean disarm(TimerTask task) {
        return timers.disarm(task);
    }

    /** The earliest deadline of a sleeper or timer; {@link Long#MAX_VALUE} if there is none. */
    protected final long earliestDeadline() {
        return timers.earliest();
    }

    /** The latest deadline that will ever come; {@link Long#MIN_VALUE} if there is none. */
    protected final long latestDeadline() {
        return timers.latest();
    }

    /** Whether some timer may ready a goroutine. */
    protected final boolean timersMayReady() {
        return timers.mayReady();
    }

    /** Moves the clock by {@code nanos}, firing nothing. */
    protected final void pass(long nanos) {
        clock += nanos;
    }

    /** Moves the clock to the next deadline, unless that has passed, and readies together whatever is due then. */
    protected final void advanceClock() {
        clock = Math.max(clock, timers.earliest());
        fireDue();
    }

    /** Readies whatever is due. Timers that are armed again for this very moment fire again. */
    protected final void fireDue() {
        for (Object due = timers.takeDue(clock, this::tied); due != null; due = timers.takeDue(clock, this::tied)) {
            fired++;
            if (due instanceof Goroutine g) {
                ready(g);
            } else {
                TimerTask task = (TimerTask) due;
                onFire(task);
                timers.fire(task, clock);
                onFire(null);
            }
        }
    }

    // programs

    @Override
    public void start(Program program, Goroutine main) {
        if (closed) {
            throw refusal();
        }
        if (driver != null) {
            throw new IllegalStateException(
                    "the deterministic runtime runs one program at a time: thread=" + driver.getName());
        }
        programs.add(program);
        spawn(main);
    }

    @Override
    public void drive(Program program) {
        driver = Thread.currentThread();
        boolean interrupted = Thread.interrupted(); // the caller's own, and not for goroutines
        try {
            while (!program.ended()) {
                step(program);
            }
        } finally {
            driver = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Runs {@code g} until it parks, gives way or ends. If it interrupts its thread, or somebody else does so
     * meanwhile, that is for its own code and not for the next goroutine: as on real threads, where a machine forgets
     * the flag, too.
     */
    @SuppressWarnings("NullAway") // drive has set the driver
    protected final void resume(Goroutine g) {
        g.run();
        if (driver.isInterrupted()) {
            Thread.interrupted();
        }
    }

    /** Tells all programs that nothing can go on. */
    protected final void reportDeadlock() {
        List.copyOf(programs).forEach(Scheduler::deadlocked);
    }

    @Override
    protected void forget(Program program) {
        programs.remove(program);
        timers.removeStale();
        locks.keySet().removeIf(g -> g.program().ended());
    }

    @Override
    public void outsiders(int delta) {
        // No other thread may ready a goroutine here, so nobody outside holds off a deadlock.
    }

    // control and observation

    @Override
    public int maxProcs() {
        return maxProcs;
    }

    /** Remembers {@code n}; one goroutine runs at a time all the same. */
    @Override
    public int setMaxProcs(int n) {
        int former = maxProcs;
        maxProcs = checkMaxProcs(n, "n");
        return former;
    }

    @Override
    public SchedulerStats stats() {
        long goroutines =
                programs.stream().mapToLong(p -> p.goroutines().size()).sum();
        return new SchedulerStats(
                goroutines, spawned, readied, 0, 0, 0, fired, preemptions(), 0, 0, 1, maxProcs, List.of());
    }

    @Override
    public long pendingTimers() {
        return timers.pending();
    }

    /** How often a goroutine was made to wait although it could have gone on. */
    protected long preemptions() {
        return 0;
    }

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            CancellationException cause = new CancellationException("runtime was closed");
            List.copyOf(programs).forEach(p -> aborted(p, cause));
            endTrace();
        }
    }
}
