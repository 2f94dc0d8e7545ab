package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** A program of {@link Scripted} goroutines that remembers how it ended. */
@SuppressWarnings("NullAway") // each test makes what it needs
final class TestProgram extends Program {
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean finished = new AtomicBoolean();
    private volatile boolean deadlocked;
    private volatile Throwable abortedBy;
    private volatile List<Goroutine> asleep = List.of();

    /** Runs after the program was told that it is deadlocked, as a user's completion handler would. */
    volatile Runnable atDeadlock = () -> {};

    TestProgram(Scheduler scheduler) {
        super(scheduler);
    }

    /** Starts a program; under the deterministic scheduler it has ended when this returns. */
    static TestProgram start(Scheduler scheduler, Slice main) {
        TestProgram p = new TestProgram(scheduler);
        scheduler.start(p, new Scripted(p, main));
        scheduler.drive(p);
        return p;
    }

    /** Runs a program that is expected to end by itself. */
    static TestProgram run(Scheduler scheduler, Slice main) {
        TestProgram p = start(scheduler, main).awaitEnd();
        assertThat(p.deadlocked).as("deadlock").isFalse();
        assertThat(p.abortedBy).isNull();
        return p;
    }

    /** The first call ends the program; any thread. */
    void finish() {
        if (finished.compareAndSet(false, true)) {
            end();
            release();
        }
    }

    void failed(Throwable t) {
        failures.add(t);
        finish();
    }

    TestProgram awaitEnd() {
        Await.until("the end of the program", this::ended);
        assertThat(failures).isEmpty();
        return this;
    }

    boolean deadlocked() {
        return deadlocked;
    }

    /** Those that waited when the program was told that it is deadlocked. */
    List<Goroutine> asleep() {
        return asleep;
    }

    Throwable abortedBy() {
        return abortedBy;
    }

    @Override
    protected void onDeadlock() {
        deadlocked |= !finished.get();
        asleep = goroutines();
        finish();
        atDeadlock.run();
    }

    @Override
    protected void onAbort(Throwable cause) {
        abortedBy = cause;
        finish();
    }
}
