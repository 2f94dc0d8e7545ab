package io.gondola.scheduler;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZII_Result;

/**
 * Hazard: a timer is disarmed and armed again while the poller fires it. It fires once for each arming that was not
 * disarmed: a disarming that answers true and a fire exclude each other, and the second arming stays in force. Results:
 * what disarm answered; how often it fired before the end; how often once more at the end.
 *
 * <p>{@code mvn -Pjcstress -pl verification/concurrency-tests -am -DskipTests verify
 * -Dgondola.jcstress.tests=TimerStress}
 */
@JCStressTest
@Outcome(id = "true, 0, 1", expect = ACCEPTABLE, desc = "Disarmed in time; the second arming fires.")
@Outcome(
        id = "false, 1, 1",
        expect = ACCEPTABLE,
        desc = "Fired before it could be disarmed; the second arming fires, too.")
@Outcome(expect = FORBIDDEN, desc = "It fired after it was disarmed, twice, or never.")
@State
public class TimerStress {
    private final TimerHeap heap = new TimerHeap();
    private final Task task = new Task();

    private static final class Task extends TimerTask {
        /** Guarded by the heap's lock. */
        int fired;

        @Override
        protected long fire(long now) {
            fired++;
            return Long.MAX_VALUE;
        }

        @Override
        protected Program program() {
            return null;
        }
    }

    public TimerStress() {
        task.bindTo(heap).arm(task, 10);
    }

    @Actor
    public void disarmsAndArms(ZII_Result r) {
        r.r1 = heap.disarm(task);
        heap.arm(task, 20);
    }

    @Actor
    public void fires() {
        heap.popDue(10, 8, g -> {});
    }

    @Arbiter
    public void end(ZII_Result r) {
        r.r2 = task.fired;
        heap.popDue(20, 8, g -> {});
        r.r3 = task.fired - r.r2;
    }
}
