package io.gondola.scheduler.deterministic;

import io.gondola.scheduler.Goroutine;
import io.gondola.scheduler.Program;
import io.gondola.scheduler.TimerTask;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A world in which a seed decides: each time that a goroutine parks, ends, or is about to do what others can observe,
 * the next one to run is drawn from those that can run.
 *
 * <p>When none can, the clock moves to the next deadline, and everything due at that time becomes runnable together.
 * When there is no deadline either, the program is deadlocked. Goroutines that run on and on without ever parking do
 * not stop the clock: after a bounded number of their steps it moves to the next deadline, too, or on for longer and
 * longer if there is none: they may wait for a time by looking at the clock.
 */
public final class RandomWalk extends World {
    /**
     * After so many steps in which no goroutine parked, was readied, began or ended, those that can run are taken for
     * spinners that wait for the clock, and it moves on.
     */
    private static final int SPINNING_STEPS = 10_000;

    /**
     * After so many steps without a timer the clock moves on in any case: two goroutines may keep each other busy for
     * ever.
     */
    private static final int BUSY_STEPS = 1_000_000;

    /**
     * How long the first wait of spinners for the clock is, if no deadline says so; each one is twice as long as the
     * one before.
     */
    private static final long FIRST_PAUSE = 1_000;

    private static final long MAX_PAUSE = 1L << 50;

    private final List<Goroutine> runnable = new ArrayList<>();
    private final SplitMix64 random;
    private int stepsSinceTimer;
    private int stepsSinceProgress;
    private long pause = FIRST_PAUSE;
    private @Nullable Goroutine current;
    private long preemptions;

    public RandomWalk(long seed) {
        this.random = new SplitMix64(seed);
    }

    @Override
    public int random(int bound) {
        return random.next(bound);
    }

    @Override
    protected void onSpawn(Goroutine g) {
        enlist(g);
        stepsSinceProgress = 0;
        runnable.add(g);
    }

    @Override
    protected void onReady(Goroutine g) {
        stepsSinceProgress = 0;
        runnable.add(g);
    }

    @Override
    protected void onSleep(Goroutine g, long deadline) {
        stepsSinceProgress = 0;
    }

    @Override
    protected void onArm(TimerTask task) {}

    @Override
    protected void onFire(@Nullable TimerTask task) {}

    @Override
    public void yielded(Goroutine g) {
        observeYielded(g);
        if (g.program().ended()) {
            drop(g);
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
    @SuppressWarnings("NullAway") // asked by the goroutine that runs
    public int nextBudget() {
        if (current.program().ended() || closed() || clockIsDue()) {
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
        stepsSinceProgress = 0;
        super.ended(g);
    }

    @Override
    protected void step(Program program) {
        if (earliestDeadline() <= nanoTime() || clockIsDue()) {
            tick();
        }
        if (runnable.isEmpty()) {
            if (timersMayReady()) {
                tick();
            } else {
                reportDeadlock();
            }
            return;
        }
        int i = random(runnable.size());
        Goroutine g = runnable.get(i);
        int last = runnable.size() - 1;
        runnable.set(i, runnable.get(last));
        runnable.remove(last);
        if (g.program().ended()) {
            drop(g);
            return;
        }
        current = g;
        observeStarted(g);
        resume(g);
    }

    private void tick() {
        stepsSinceTimer = 0;
        stepsSinceProgress = 0;
        if (earliestDeadline() == Long.MAX_VALUE) {
            pass(pause);
            pause = Math.min(2 * pause, MAX_PAUSE);
        } else {
            pause = FIRST_PAUSE;
            advanceClock();
        }
    }

    /** Counts a step. Whether the clock must move although goroutines can run. */
    private boolean clockIsDue() {
        stepsSinceTimer++;
        stepsSinceProgress++;
        return stepsSinceProgress > SPINNING_STEPS
                || (stepsSinceTimer > BUSY_STEPS && earliestDeadline() != Long.MAX_VALUE);
    }

    @Override
    protected void forget(Program program) {
        super.forget(program);
        current = null;
        List<Goroutine> dropped = new ArrayList<>();
        runnable.removeIf(g -> g.program().ended() && dropped.add(g));
        dropped.forEach(RandomWalk::drop); // which may ready others
    }

    @Override
    protected long preemptions() {
        return preemptions;
    }
}
