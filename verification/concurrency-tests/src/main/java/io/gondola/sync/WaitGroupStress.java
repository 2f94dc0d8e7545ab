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
import org.openjdk.jcstress.infra.results.ZI_Result;

/**
 * Hazard: a goroutine begins to wait for a group while the last two members of it are done; nobody wakes it. Results:
 * whether the goroutine went on without waiting; how often it was readied.
 *
 * <p>{@code mvn -Pjcstress -pl verification/concurrency-tests -am -DskipTests verify
 * -Dgondola.jcstress.tests=WaitGroupStress}
 */
@JCStressTest
@Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "The counter was 0 already: the goroutine does not wait.")
@Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "The goroutine waited and was readied.")
@Outcome(expect = FORBIDDEN, desc = "The goroutine waits for ever, or was readied needlessly.")
@State
public class WaitGroupStress {
    private final StillScheduler still = new StillScheduler();
    private final WaitGroupState group = new WaitGroupState(new WaitGroup());
    private final StillProgram.Last last = new StillProgram.Last();
    private final Fiber waiter = new StillProgram(still.scheduler()).fiber(group.new Await(), last);

    public WaitGroupStress() {
        group.add(2);
    }

    @Actor
    public void waits() {
        waiter.run();
    }

    @Actor
    public void bothAreDone() {
        group.add(-1);
        group.add(-1);
    }

    @Arbiter
    public void end(ZI_Result r) {
        r.r1 = last.reached;
        r.r2 = still.takeReadied();
    }
}
