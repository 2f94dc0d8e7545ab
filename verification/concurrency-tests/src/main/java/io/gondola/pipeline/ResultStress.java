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
 * Hazard: the side below workers finds no result and parks, while a worker delivers it; nobody wakes it.
 * Results: whether it found the result at once; how often it was readied.
 *
 * <p>{@code mvn -Pjcstress -pl verification/concurrency-tests -am -DskipTests verify
 * -Dgondola.jcstress.tests=ResultStress}
 */
@JCStressTest
@Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "The result was there already.")
@Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "The goroutine waited and was readied.")
@Outcome(expect = FORBIDDEN, desc = "The goroutine waits for what is there, or was readied twice.")
@State
public class ResultStress {
    private final StillScheduler still = new StillScheduler();
    private final StillProgram program = new StillProgram(still.scheduler());
    private final Job first = new Job(null, null);
    private final Window window = new Window("parallel", 2, new JobList(first), new InOrder(first), unused -> {});
    private final Window.Hand hand = window.new Hand();
    private final Window.Fetch fetch = window.new Fetch();
    private final StillProgram.Last found = new StillProgram.Last();
    private final Fiber waiter = program.fiber(window.new Emit(), found);
    private final Fiber provider;

    public ResultStress() {
        program.fiber(hand.of(new Job(1, null)), new StillProgram.Last()).run();
        program.fiber(fetch, new StillProgram.Last()).run();
        provider = program.fiber(window.new Deliver(fetch).of(1), new StillProgram.Last());
    }

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
