package io.gondola.sync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.gondola.dsl.StillProgram;
import io.gondola.dsl.engine.Fiber;
import io.gondola.scheduler.StillScheduler;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/**
 * Hazard: two goroutines want a mutex while a third one unlocks it by its fast way; both get it, or both wait and
 * nobody is woken. Results: which of the two got it at once, and how many were readied.
 *
 * <p>{@code mvn -Pjcstress -pl verification/concurrency-tests -am -DskipTests verify
 * -Dgondola.jcstress.tests=MutexTwoWaitersStress}
 */
@JCStressTest
@Outcome(
        id = {"true, false, 0", "false, true, 0"},
        expect = ACCEPTABLE,
        desc = "One has the mutex; the other came later, and waits for it.")
@Outcome(
        id = {"true, false, 1", "false, true, 1"},
        expect = ACCEPTABLE,
        desc = "One waited and was readied, but the other came first.")
@Outcome(
        id = "false, false, 1",
        expect = ACCEPTABLE,
        desc = "Both waited, and one was readied, to compete for the mutex.")
@Outcome(expect = FORBIDDEN, desc = "Both hold the mutex, both were woken, or the mutex is free and nobody was.")
@State
@SuppressWarnings("this-escape") // reports would show it
public class MutexTwoWaitersStress {
    private final StillScheduler still = new StillScheduler();
    private final StillProgram program = new StillProgram(still.scheduler());
    private final MutexState mutex = new MutexState(this);
    private final StillProgram.Last first = new StillProgram.Last();
    private final StillProgram.Last second = new StillProgram.Last();
    private final Fiber one = program.fiber(mutex.acquire, first);
    private final Fiber other = program.fiber(mutex.acquire, second);
    private final Fiber unlocker = program.fiber(mutex.release, new StillProgram.Last());

    public MutexTwoWaitersStress() {
        mutex.acquireIfFree(unlocker);
    }

    @Actor
    public void oneLocks() {
        one.run();
    }

    @Actor
    public void otherLocks() {
        other.run();
    }

    @Actor
    public void unlocks() {
        unlocker.run();
    }

    @Arbiter
    public void end(ZZI_Result r) {
        r.r1 = first.reached;
        r.r2 = second.reached;
        r.r3 = still.takeReadied();
    }
}
