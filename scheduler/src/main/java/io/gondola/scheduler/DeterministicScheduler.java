package io.gondola.scheduler;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * Runs goroutines one at a time on the caller's thread, in an order that a seed decides, with virtual time.
 *
 * <p>Each time that a goroutine parks, ends, or is about to do what others can observe, the next one to run is drawn from
 * those that can run. When none can, the clock moves to the next deadline, and everything due at that time becomes runnable
 * together. When there is no deadline either, the program is deadlocked. Goroutines that run on and on without ever parking do
 * not stop the clock: after a bounded number of their steps it moves to the next deadline, too.
 */
final class DeterministicScheduler extends Scheduler {
    /*
     * Everything belongs to the thread that drives. The only source of choices is `random`, a SplitMix64 generator of our
     * own, so that a seed means the same on every JDK; nothing depends on identity hash codes, addresses or real time.
     */
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z"); // as Go's synctest

    /**
     * After so many steps in which no goroutine parked, was readied, began or ended, those that can run are taken for spinners
     * that wait for the clock, and it moves on.
     */
    private static final int SPINNING_STEPS = 10_000;

    /** After so many steps without a timer the clock moves on in any case: two goroutines may keep each other busy for ever. */
    private static final int BUSY_STEPS = 1_000_000;

    private final List<Goroutine> runnable = new ArrayList<>();
    private final TimerHeap timers = new TimerHeap();
    private final List<Program> programs = new ArrayList<>();

    /** How often each goroutine that is locked to its thread locked itself. */
    private final Map<Goroutine, Integer> locks = new HashMap<>();

    private long randomState;
    private long clock;
    private int stepsSinceTimer;
    private int stepsSinceProgress;
    private Thread driver;
    private Goroutine current;
    private int maxProcs = 1;
    private boolean closed;
    private long spawned;
    private long readied;
    private long polls;
    private long preemptions;

    DeterministicScheduler(long seed) {
        this.randomState = seed;
    }

    // choices

    /** SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
    private long nextRandom() {
        randomState += 0x9E3779B97F4A7C15L;
        long z = randomState;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    @Override
    public int random(int bound) {
        return bound == 1 ? 0 : (int) (((nextRandom() >>> 33) * bound) >>> 31);
    }

    @Override
    public boolean deterministic() {
        return true;
    }

    // goroutines

    private void checkThread(Goroutine g) {
        if (driver != null && Thread.currentThread() != driver) {
            throw new IllegalStateException(
                    "a goroutine of the deterministic runtime must not be readied by another thread:" + " goroutine="
                            + g.id() + ", thread=" + Thread.currentThread().getName());
        }
    }

    @Override
    public void spawn(Goroutine g) {
        g.program().roster(this).add(g);
        spawned++;
        stepsSinceProgress = 0;
        runnable.add(g);
    }

    @Override
    public void ready(Goroutine g) {
        checkThread(g);
        g.state(Goroutine.RUNNABLE);
        readied++;
        stepsSinceProgress = 0;
        runnable.add(g);
    }

    @Override
    public void yielded(Goroutine g) {
        if (g.program().ended()) {
            g.state(Goroutine.DEAD);
            return;
        }
        g.state(Goroutine.RUNNABLE);
        runnable.add(g);
    }

    @Override
    public void preempted(Goroutine g) {
        yielded(g);
    }

    /** Every step may be the last of its slice, so that the schedule may switch before any operation. */
    @Override
    public int firstBudget() {
        return 1;
    }

    @Override
    public int nextBudget() {
        if (current.program().ended() || closed) {
            return 0;
        }
        if (clockIsDue()) {
            return 0;
        }
        if (runnable.isEmpty()) {
            return 1;
        }
        // The current one and each of the others are equally likely to go on.
        if (random(runnable.size() + 1) == 0) {
            return 1;
        }
        preemptions++;
        return 0;
    }

    @Override
    public void ended(Goroutine g) {
        if (g.lockedToThread()) {
            forgetLocks(g);
        }
        stepsSinceProgress = 0;
        g.state(Goroutine.DEAD);
    }

    @Override
    long nextId(Program program) {
        return program.roster(this).nextId(program.ids(), 1);
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
        g.lockedToThread(true);
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
        g.lockedToThread(false);
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
        stepsSinceProgress = 0;
        timers.addSleeper(g, deadline);
    }

    @Override
    public boolean arm(TimerTask task, long deadline) {
        return task.bindTo(timers).arm(task, Math.max(deadline, clock));
    }

    @Override
    public boolean disarm(TimerTask task) {
        return task.heap() != null && timers.disarm(task);
    }

    // programs

    @Override
    public void start(Program program, Goroutine main) {
        if (closed) {
            throw new IllegalStateException("runtime is closed");
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
        try {
            while (!program.ended()) {
                step();
            }
        } finally {
            driver = null;
            current = null;
        }
    }

    private void step() {
        if (timers.earliest <= clock) {
            fireDue();
        } else if (clockIsDue()) {
            advanceClock();
        }
        if (runnable.isEmpty()) {
            waitForTimer();
            return;
        }
        int i = random(runnable.size());
        Goroutine g = runnable.get(i);
        int last = runnable.size() - 1;
        runnable.set(i, runnable.get(last));
        runnable.remove(last);
        if (g.program().ended()) {
            g.state(Goroutine.DEAD);
            return;
        }
        current = g;
        g.run();
    }

    private void waitForTimer() {
        if (!timers.holdsOffDeadlock()) {
            List.copyOf(programs).forEach(Program::onDeadlock);
            return;
        }
        advanceClock();
    }

    /** Counts a step. Whether the clock must move although goroutines can run. */
    private boolean clockIsDue() {
        stepsSinceTimer++;
        stepsSinceProgress++;
        return timers.earliest != Long.MAX_VALUE
                && (stepsSinceProgress > SPINNING_STEPS || stepsSinceTimer > BUSY_STEPS);
    }

    private void advanceClock() {
        clock = Math.max(clock, timers.earliest);
        fireDue();
    }

    private void fireDue() {
        stepsSinceTimer = 0;
        stepsSinceProgress = 0;
        while (timers.earliest <= clock && timers.popDue(clock, Integer.MAX_VALUE, this::ready) > 0) {
            polls++;
        }
    }

    @Override
    void forget(Program program) {
        programs.remove(program);
        timers.removeEnded();
        runnable.removeIf(g -> g.program().ended());
        locks.keySet().removeIf(g -> g.program().ended());
    }

    @Override
    public void outsiders(int delta) {
        // No other thread may ready a goroutine here, so nobody outside holds off a deadlock.
    }

    // control and observation

    @Override
    public boolean onOwnThread() {
        return driver != null && Thread.currentThread() == driver;
    }

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
        return new SchedulerStats(goroutines, spawned, readied, 0, 0, 0, polls, preemptions, 1, maxProcs);
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
            List.copyOf(programs).forEach(p -> p.onAbort(cause));
        }
    }
}
