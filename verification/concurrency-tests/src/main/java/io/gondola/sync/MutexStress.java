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
import org.openjdk.jcstress.infra.results.ZIZ_Result;

/**
 * Hazard: a goroutine begins to wait for a mutex while another one unlocks it and tries to get it again; nobody wakes
 * the waiter, or two hold the mutex. Results: whether the waiter got it at once; how often it was readied; whether the
 * other got it again.
 *
 * <p>{@code mvn -Pjcstress -pl verification/concurrency-tests -am -DskipTests verify
 * -Dgondola.jcstress.tests=MutexStress}
 */
@JCStressTest
@Outcome(id = "true, 0, false", expect = ACCEPTABLE, desc = "Unlocked already: the goroutine has the mutex.")
@Outcome(
        id = "false, 1, false",
        expect = ACCEPTABLE,
        desc = "The goroutine waited and was readied, to compete for the mutex.")
@Outcome(
        id = "false, 1, true",
        expect = ACCEPTABLE,
        desc = "As before; the other came first, and will wake nobody else.")
@Outcome(id = "false, 0, true", expect = ACCEPTABLE, desc = "The other was faster: the goroutine waits for it.")
@Outcome(expect = FORBIDDEN, desc = "Two hold the mutex, or the goroutine waits for nobody.")
@State
@SuppressWarnings("this-escape") // reports would show it
public class MutexStress {
    private final StillScheduler still = new StillScheduler();
    private final StillProgram program = new StillProgram(still.scheduler());
    private final MutexState mutex = new MutexState(this);
    private final StillProgram.Last locked = new StillProgram.Last();
    private final Fiber locker = program.fiber(mutex.acquire, locked);
    private final Fiber unlocker = program.fiber(mutex.release, new StillProgram.Last());

    public MutexStress() {
        mutex.acquireIfFree(unlocker);
    }

    @Actor
    public void locks() {
        locker.run();
    }

    @Actor
    public void unlocksAndTries(ZIZ_Result r) {
        unlocker.run();
        r.r3 = mutex.acquireIfFree(unlocker);
    }

    @Arbiter
    public void end(ZIZ_Result r) {
        r.r1 = locked.reached;
        r.r2 = still.takeReadied();
    }
}
