package io.gondola.select;

import io.gondola.dsl.Go;
import io.gondola.dsl.StillProgram;
import io.gondola.scheduler.Goroutine;
import io.gondola.scheduler.Program;
import io.gondola.scheduler.TimerTask;
import io.gondola.scheduler.deterministic.World;

/**
 * Runs each goroutine at once when it is started or readied, inside whatever did that, as if another processor had been
 * faster. A test may put something in before a timer is armed.
 */
final class EagerWorld extends World {
    private static final int BUDGET = 1_000;

    private final StillProgram program = new StillProgram(this);
    private Runnable beforeArming = () -> {};

    /** Does {@code something} before the next timer is armed. */
    void beforeArming(Runnable something) {
        beforeArming = something;
    }

    /** Starts a goroutine, and returns when it has parked or ended. */
    void run(Go<?> body) {
        spawn(program.fiber(body, new StillProgram.Last()));
    }

    boolean hasArmedTimers() {
        return earliestDeadline() != Long.MAX_VALUE;
    }

    @Override
    public boolean arm(TimerTask task, long deadline) {
        Runnable first = beforeArming;
        beforeArming = () -> {};
        first.run();
        return super.arm(task, deadline);
    }

    @Override
    protected void onSpawn(Goroutine g) {
        enlist(g);
        g.run();
    }

    @Override
    protected void onReady(Goroutine g) {
        g.run();
    }

    @Override
    public void yielded(Goroutine g) {
        g.run();
    }

    @Override
    public void preempted(Goroutine g) {
        g.run();
    }

    @Override
    public int firstBudget() {
        return BUDGET;
    }

    @Override
    public int nextBudget() {
        return BUDGET;
    }

    @Override
    public int random(int bound) {
        return 0;
    }

    @Override
    protected void onSleep(Goroutine g, long deadline) {}

    @Override
    protected void onArm(TimerTask task) {}

    @Override
    protected void onFire(TimerTask task) {}

    @Override
    protected void step(Program of) {
        throw new AssertionError("nobody drives this world");
    }
}
