package io.gondola.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Watches the processors from a thread of its own: takes them from goroutines that block, asks goroutines that run for
 * long to yield, and finds work that waits although processors are idle.
 *
 * @go runtime/proc.go, {@code sysmon}, {@code retake}
 */
final class Sysmon extends Thread {
    private static final long MIN_SLEEP_NANOS = 20_000; // Go: 20 µs
    private static final long MAX_SLEEP_NANOS = 10_000_000; // Go: 10 ms
    private static final long DEEP_SLEEP_NANOS = 60_000_000_000L; // Go: half of forcegcperiod
    private static final int ROUNDS_BEFORE_BACKOFF = 50; // Go: sysmon, idle
    private static final int ROUNDS_WHEN_POKED = 2;
    private static final long REST_NANOS = 500_000;
    private static final long DOZE_NANOS = REST_NANOS + 1; // so a poke is worth its cost
    private static final long TIME_SLICE_NANOS = 10_000_000; // Go: forcePreemptNS
    private static final int LOOKS_PER_SLICE = 2; // of a slice sysmon sees the beginning late, and then the end

    private final WorkStealingScheduler scheduler;
    private final SchedTrace schedTrace;
    private final MachineNames names;
    final LongSteps longSteps;
    private final LongWaits longWaits = new LongWaits(System.nanoTime());

    /** Whether it waits until a processor runs again. */
    private volatile boolean asleep;

    /** Whether it would look at the processors again only after {@link #DOZE_NANOS} or more. */
    @SuppressWarnings("unused") // through DOZING
    private boolean dozing;

    private final Lending lending;
    private final StuckProcessors stuck;
    private final Turns turns = new Turns();
    final RosterSweeper sweeper;
    private final TimerSweeper timerSweeper;
    private final Supplier<List<Program>> programs;
    private boolean globalWaits;
    private long globalWaitsSince;

    Sysmon(WorkStealingScheduler scheduler, SchedulerOptions options) {
        super(null, null, "gondola-sysmon", 0, false);
        setDaemon(true);
        this.scheduler = scheduler;
        Queues queues = scheduler.queues();
        this.programs = scheduler.deadlocks::programs;
        this.schedTrace = new SchedTrace(options.monitoring(), scheduler.uptime, new SchedText(queues, programs));
        this.names = new MachineNames(scheduler.pool);
        this.longSteps = new LongSteps(
                scheduler.pool,
                scheduler.observation,
                scheduler.recorder,
                options.monitoring().longStepNanos());
        this.lending = new Lending(scheduler.pool, scheduler.waker, options.lentProcessors());
        this.stuck = new StuckProcessors(scheduler.pool, scheduler.waker, scheduler.deadlocks);
        this.sweeper = new RosterSweeper(scheduler.pool, scheduler.waker);
        this.timerSweeper = new TimerSweeper(scheduler.timers);
    }

    /** Whether {@link #lookSoon} is worth calling. */
    boolean dozes() {
        return (boolean) DOZING.getOpaque(this);
    }

    /**
     * Called when something waits that only sysmon may find, in runNext or the short queue of a processor whose
     * goroutine goes on: makes it look twice at its shortest distance, then not for {@link #REST_NANOS}. At most once
     * in a doze. So programs that ready goroutines all the time pay for three looks in that time.
     */
    void lookSoon() {
        DOZING.setOpaque(this, false);
        LockSupport.unpark(this);
    }

    /** Called after a processor began to run. */
    void wakeIfAsleep() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(this);
        }
    }

    /** See {@link Scheduler#waitedMinutes}. */
    long waitedMinutes(Goroutine g) {
        return longWaits.minutes(g, System.nanoTime());
    }

    @Override
    public void run() {
        try {
            while (!scheduler.closed()) {
                watchWhileThereIsMemory();
            }
        } catch (Throwable t) {
            scheduler.shutdown.fail("Sysmon failed, the runtime stops", t);
        }
    }

    /** What it does is done again at the next look, so a look that fails for want of memory is only lost. */
    private void watchWhileThereIsMemory() {
        try {
            watch();
        } catch (OutOfMemoryError e) {
            LockSupport.parkNanos(this, MAX_SLEEP_NANOS);
        }
    }

    private void watch() {
        long sleepNanos = MIN_SLEEP_NANOS;
        int idleRounds = 0;
        boolean poked = false;
        while (!scheduler.closed()) {
            boolean dozes = sleepNanos >= DOZE_NANOS;
            DOZING.setOpaque(this, dozes);
            LockSupport.parkNanos(this, schedTrace.limit(sleepNanos));
            schedTrace.printIfDue(false);
            Thread.interrupted(); // a callback of the user's may have set it; it would keep the thread awake
            if (dozes && !dozes()) {
                sleepNanos = MIN_SLEEP_NANOS;
                idleRounds = ROUNDS_BEFORE_BACKOFF - ROUNDS_WHEN_POKED;
                poked = true;
            }
            if (scheduler.pool.allIdle() && !lending.active()) {
                sweeper.sweepIfDue(System.nanoTime(), true);
                sleepUntilNeeded();
                sleepNanos = MIN_SLEEP_NANOS;
                idleRounds = 0;
            }
            long now = System.nanoTime();
            names.refreshIfDue(now);
            if (patrol(now)) {
                sleepNanos = MIN_SLEEP_NANOS;
                idleRounds = 0;
                poked = false;
            } else if (++idleRounds > ROUNDS_BEFORE_BACKOFF) {
                sleepNanos = Math.min(poked ? REST_NANOS : 2 * sleepNanos, longestSleep());
                poked = false;
            }
        }
    }

    private long longestSleep() {
        if (stuck.pending()) {
            return StuckProcessors.NOTICE_NANOS;
        }
        return lending.active() ? Lending.LOOK_NANOS : MAX_SLEEP_NANOS;
    }

    /** Announce, fence (volatile), look again: a processor that begins to run sees the announcement, or is seen. */
    private void sleepUntilNeeded() {
        names.refresh(System.nanoTime(), true);
        asleep = true;
        while (asleep && scheduler.pool.allIdle() && !scheduler.closed() && !scheduler.waker.wakeIfNeglected()) {
            long nanos = scheduler.pool.startFailedLately() ? MAX_SLEEP_NANOS : DEEP_SLEEP_NANOS;
            long now = System.nanoTime();
            timerSweeper.sweepIfDue(now);
            LockSupport.parkNanos(this, schedTrace.limit(longWaits.limit(timerSweeper.limit(nanos, now), now)));
            schedTrace.printIfDue(true);
            longWaits.lookIfDue(programs, System.nanoTime());
            Thread.interrupted();
        }
        asleep = false;
    }

    /** Looks at each processor once. Returns whether there was anything to do. */
    boolean patrol(long now) {
        boolean acted = false;
        stuck.beginLook();
        for (Processor p : scheduler.pool.processors()) {
            switch (p.status()) {
                case Processor.SYSCALL -> acted |= retake(p, now);
                case Processor.RUNNING -> acted |= watch(p, now);
                default -> lending.takeBack(p);
            }
        }
        watchGlobalQueue(now);
        sweeper.sweepIfDue(now, false);
        timerSweeper.sweepIfDue(now);
        longWaits.lookIfDue(programs, now);
        return scheduler.waker.wakeIfNeglected() || acted;
    }

    private boolean sameSinceLastLook(Processor p, long now) {
        if (p.seenTick == p.scheduleTick) {
            return true;
        }
        p.seenTick = p.scheduleTick;
        p.seenSince = now;
        return false;
    }

    private boolean retake(Processor p, long now) {
        lending.takeBack(p);
        if (!sameSinceLastLook(p, now)) {
            return false;
        }
        boolean wanted = p.hasWork() || !scheduler.global.isEmpty() || !scheduler.pool.othersFree();
        if (!wanted && now - p.seenSince < TIME_SLICE_NANOS) {
            return false;
        }
        if (!p.casStatus(Processor.SYSCALL, Processor.RUNNING)) {
            return false;
        }
        scheduler.waker.handOff(p);
        return true;
    }

    private boolean watch(Processor p, long now) {
        boolean sameSlice = sameSinceLastLook(p, now);
        if (!sameSlice || !p.preempt) {
            lending.takeBack(p); // another slice, or the request was noticed: what held it is over
        }
        boolean acted = false;
        if (sameSlice && now - p.seenSince >= TIME_SLICE_NANOS) {
            if (!p.preempt) {
                p.preempt = true;
                p.askedAt = now;
                longSteps.asked(p, now);
            } else {
                longSteps.look(p, now);
                acted = now - p.askedAt >= TIME_SLICE_NANOS && lending.lendFor(p);
            }
            hurry(p);
        }
        turns.look(p, now);
        return stuck.look(p, now) || acted;
    }

    /** A goroutine whose steps are slow would notice a request to yield only after a whole budget of them. */
    private void hurry(Processor p) {
        Machine owner = scheduler.pool.ownerOf(p);
        Goroutine g = owner == null ? null : owner.running();
        if (g != null) {
            g.hurry();
        }
    }

    /**
     * Goroutines that run for long make 61 slices a long time: what waits globally gets its turn by time, too. What has
     * arrived, after a slice; who was preempted, and has just had one, when those queued at the processor had theirs.
     */
    private void watchGlobalQueue(long now) {
        if (scheduler.global.isEmpty()) {
            globalWaits = false;
        } else if (!globalWaits) {
            globalWaits = true;
            globalWaitsSince = now;
        } else {
            boolean arrived = scheduler.global.hasArrived();
            for (Processor p : scheduler.pool.processors()) {
                long since = Math.max(globalWaitsSince, p.lookedGloballyAt);
                if (now - since >= (arrived ? 1 : 1 + LOOKS_PER_SLICE * p.queue.size()) * TIME_SLICE_NANOS) {
                    p.lookedGloballyAt = now;
                    p.askFor(Processor.LOOK_GLOBALLY);
                }
            }
        }
    }

    private static final VarHandle DOZING;

    static {
        try {
            DOZING = MethodHandles.lookup().findVarHandle(Sysmon.class, "dozing", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
