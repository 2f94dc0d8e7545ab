package io.gondola.scheduler;

import java.util.concurrent.atomic.AtomicReference;

/** A goroutine that runs one {@link Slice} after another, and checks that it runs on one thread at a time. */
@SuppressWarnings("NullAway") // each test makes what it needs
final class Scripted extends Goroutine {
    private final AtomicReference<Thread> runner = new AtomicReference<>();
    private Slice slice;
    private int budget;
    volatile boolean waitsForOutside;
    volatile String waitsFor;

    Scripted(TestProgram program, Slice first) {
        super(program);
        this.slice = first;
    }

    @Override
    public TestProgram program() {
        return (TestProgram) super.program();
    }

    @Override
    public boolean mayBeReadiedFromOutside() {
        return waitsForOutside;
    }

    @Override
    public void run() {
        Thread other = runner.compareAndExchange(null, Thread.currentThread());
        if (other != null) {
            program().failed(new AssertionError("goroutine " + id() + " already runs on " + other));
            return;
        }
        state(RUNNING);
        waitsForOutside = false;
        budget = scheduler().firstBudget();
        Slice.Leave leave;
        try {
            leave = slice.run(this);
        } catch (Exception | AssertionError e) {
            program().failed(e);
            leave = Slice.Leave.end();
        }
        slice = leave.next();
        state(WAITING);
        if (Scheduler.observed()) {
            scheduler().parking(this);
        }
        runner.set(null);
        leave.commit().accept(this);
    }

    @Override
    public String waitReason() {
        return waitsFor;
    }

    void go(Slice child) {
        scheduler().spawn(new Scripted(program(), child));
    }

    /** Counts a step. Returns false when the goroutine must yield. */
    boolean step() {
        if (--budget >= 0) {
            return true;
        }
        int more = scheduler().nextBudget();
        budget = more - 1;
        return more > 0;
    }

    /** Runs code that may block the thread, then goes on with {@code then}, on this machine or another one. */
    Slice.Leave blocking(Runnable code, Slice then) {
        scheduler().enterBlocking(this);
        code.run();
        return scheduler().exitBlocking(this)
                ? then.run(this)
                : new Slice.Leave(then, g -> g.scheduler().requeueAfterBlocking(g));
    }
}
