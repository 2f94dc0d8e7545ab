package io.gondola.scheduler;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Hazard: the last machine goes idle while a thread outside queues a goroutine, and neither sees the other. These are
 * the two sides of the protocol in {@link Machine} and {@link Waker}, put together from the scheduler's own parts: the
 * first must see that it has to wake somebody, or the second must see that there is work.
 *
 * <p>{@code mvn -Pjcstress -pl verification/concurrency-tests -am -DskipTests verify
 * -Dgondola.jcstress.tests=IdleHandOverStress}
 */
@JCStressTest
@Outcome(
        id = "true, false",
        expect = ACCEPTABLE,
        desc = "The thread that queues sees an idle processor and wakes a machine.")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "The machine that goes idle sees the goroutine.")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Both see each other.")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "The wake-up is lost.")
@State
public class IdleHandOverStress {
    private final WorkStealingScheduler scheduler = new WorkStealingScheduler(SchedulerOptions.processors(1));
    private final Processor p = scheduler.pool.acquireIdle();
    private final Marked g = new Marked();

    public IdleHandOverStress() {
        scheduler.pool.spinning.incrementAndGet();
    }

    @Actor
    public void queues(ZZ_Result r) {
        scheduler.global.add(g);
        VarHandle.fullFence();
        r.r1 = scheduler.pool.anyIdle() && scheduler.pool.spinning.get() == 0;
    }

    @Actor
    public void goesIdle(ZZ_Result r) {
        scheduler.pool.release(p);
        scheduler.pool.spinning.decrementAndGet();
        r.r2 = scheduler.waker.workExists();
    }
}
