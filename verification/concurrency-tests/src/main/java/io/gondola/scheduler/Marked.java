package io.gondola.scheduler;

/**
 * A goroutine with a plain field, as a continuation has them: the machine that gets the goroutine must see what was
 * written to it.
 */
final class Marked extends Goroutine {
    private static final Program PROGRAM = new Program(new WorkStealingScheduler(SchedulerOptions.processors(1))) {
        @Override
        protected void onDeadlock() {}

        @Override
        protected void onAbort(Throwable cause) {}
    };

    int mark;

    Marked() {
        super(PROGRAM);
    }

    @Override
    public void run() {
        throw new AssertionError("is never run");
    }

    @Override
    public boolean mayBeReadiedFromOutside() {
        return false;
    }
}
