package io.gondola.pipeline;

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
 * Hazard: the side below a buffer finds it empty and parks, while an element is put; nobody wakes it.
 * Results: whether it found the element at once; how often it was readied.
 *
 * <p>{@code mvn -Pjcstress -pl verification/concurrency-tests -am -DskipTests verify
 * -Dgondola.jcstress.tests=BeltEmptyStress}
 */
@JCStressTest
@Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "The element was there already.")
@Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "The goroutine waited and was readied.")
@Outcome(expect = FORBIDDEN, desc = "The goroutine waits for what is there, or was readied twice.")
@State
public class BeltEmptyStress {
    private final StillScheduler still = new StillScheduler();
    private final StillProgram program = new StillProgram(still.scheduler());
    private final Belt.Ends ends = new Belt("buffer", 1).ends();
    private final StillProgram.Last found = new StillProgram.Last();
    private final Fiber waiter = program.fiber(ends.take(), found);
    private final Fiber provider = program.fiber(ends.put().of(1), new StillProgram.Last());

    @Actor
    public void waits() {
        waiter.run();
    }

    @Actor
    public void provides() {
        provider.run();
    }

    @Arbiter
    public void end(ZI_Result r) {
        r.r1 = found.reached;
        r.r2 = still.takeReadied();
    }
}
