package io.gondola.scheduler;

import io.gondola.modelcheck.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A scenario in which goroutines run on a real work-stealing scheduler; it knows who must have run at the end, and how
 * often.
 */
abstract class ModelProgram implements Scenario {
    final WorkStealingScheduler scheduler;
    final ModelledProgram program;
    private final List<ModelGoroutine> goroutines = new ArrayList<>();

    /** For each processor, what runs there. */
    private final Place[] places;

    private static final class Place {
        private ModelGoroutine occupant;
    }

    ModelProgram(int procs) {
        this(procs, procs);
    }

    ModelProgram(int procs, int mostProcs) {
        places = new Place[mostProcs];
        for (int i = 0; i < mostProcs; i++) {
            places[i] = new Place();
        }
        scheduler = new WorkStealingScheduler(SchedulerOptions.processors(procs));
        program = new ModelledProgram(scheduler);
        shortQueues(0); // so that thieves have something to take
        for (Processor p : scheduler.pool.processors()) {
            p.renewal = 0; // at each switch
        }
    }

    /** Each processor keeps a queue of so many to itself. */
    final void shortQueues(int length) {
        for (Processor p : scheduler.pool.processors()) {
            p.shortQueue = length;
        }
    }

    /** What the scheduler tells. */
    static final class ModelledProgram extends Program {
        private final AtomicBoolean finished = new AtomicBoolean();
        int deadlocks;

        ModelledProgram(Scheduler scheduler) {
            super(scheduler);
        }

        @Override
        protected void onDeadlock() {
            if (finished.compareAndSet(false, true)) {
                deadlocks++;
                end();
                release();
            }
        }

        void exit() {
            if (finished.compareAndSet(false, true)) {
                end();
                release();
            }
        }

        @Override
        protected void onAbort(Throwable cause) {
            throw new AssertionError("aborted", cause);
        }
    }

    /** What a goroutine does in one run. Answers how it leaves its machine. */
    interface Act {
        void run(ModelGoroutine g);
    }

    ModelGoroutine goroutine(String name, Act... acts) {
        return goroutineOf(program, name, acts);
    }

    ModelGoroutine goroutineOf(Program of, String name, Act... acts) {
        ModelGoroutine g = new ModelGoroutine(this, of, name, acts);
        goroutines.add(g);
        return g;
    }

    List<ModelGoroutine> all() {
        return goroutines;
    }

    /** Called by {@code g} when it begins to run on a processor, which nobody else may run on. */
    void occupy(ModelGoroutine g) {
        Place place = places[Machine.current().p.id];
        if (place.occupant != null) {
            throw new AssertionError(place.occupant + " and " + g + " run on one processor");
        }
        place.occupant = g;
    }

    /** Called by {@code g} before it leaves its processor. */
    void vacate(ModelGoroutine g) {
        Place place = places[Machine.current().p.id];
        if (place.occupant != g) {
            throw new AssertionError(g + " has lost its processor to " + place.occupant);
        }
        place.occupant = null;
    }

    /** How many goroutines must be left that have not ended. */
    int left() {
        return 0;
    }

    int expectedDeadlocks() {
        return 0;
    }

    int deadlocks() {
        return program.deadlocks;
    }

    @Override
    public void check() {
        int left = 0;
        for (ModelGoroutine g : goroutines) {
            if (g.state() == Goroutine.RUNNABLE) {
                throw new AssertionError("lost wake-up: " + g + " waits in a run queue and nobody runs");
            }
            left += g.state() == Goroutine.DEAD ? 0 : 1;
        }
        if (left != left()) {
            throw new AssertionError("goroutines left: " + goroutines);
        }
        if (deadlocks() != expectedDeadlocks()) {
            throw new AssertionError("deadlocks reported: " + deadlocks() + ", expected: " + expectedDeadlocks());
        }
        if (scheduler.pool.spinning.get() != 0) {
            throw new AssertionError("counted as spinning at rest: " + scheduler.pool.spinning.get());
        }
        if (!scheduler.pool.allIdle()) {
            throw new AssertionError("nobody runs, but not all processors are idle");
        }
        for (Processor p : scheduler.pool.processors()) {
            if (p.status() != Processor.IDLE || p.hasWork()) {
                throw new AssertionError("processor at rest: status=" + p.status() + ", hasWork=" + p.hasWork());
            }
        }
    }
}
