package io.gondola.scheduler;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * Hazard: the owner adds and takes while a thief takes half of the queue; a goroutine is taken twice or is lost, or
 * the machine that takes it does not see what was written to it before it was queued. Results: for each of three
 * goroutines how often it was taken, then the number of takers that missed a write.
 *
 * <p>{@code mvn -Pjcstress -pl verification/concurrency-tests -am -DskipTests verify
 * -Dgondola.jcstress.tests=RunQueueStress}
 */
@JCStressTest
@Outcome(id = "1, 1, 1, 0", expect = ACCEPTABLE, desc = "Each goroutine is taken exactly once, complete.")
@Outcome(expect = FORBIDDEN, desc = "A goroutine was taken twice, lost, or taken incomplete.")
@State
public class RunQueueStress {
    private final RunQueue queue = new RunQueue();
    private final Marked[] all = {new Marked(), new Marked(), new Marked()};
    private final Tally owner = new Tally();
    private final Tally thief = new Tally();

    /** What one thread took. */
    private static final class Tally implements RunQueue.Taker {
        final int[] times = new int[4];
        int incomplete;

        @Override
        public void take(Goroutine g) {
            int mark = ((Marked) g).mark;
            incomplete += mark == 0 ? 1 : 0;
            times[mark]++;
        }
    }

    public RunQueueStress() {
        add(0);
    }

    private void add(int i) {
        all[i].mark = i + 1;
        queue.offer(all[i]);
    }

    @Actor
    public void owner() {
        add(1);
        add(2);
        Goroutine g = queue.poll();
        if (g != null) {
            owner.take(g);
        }
    }

    @Actor
    public void thief() {
        queue.takeHalf(thief);
        queue.takeHalf(thief);
    }

    @Arbiter
    public void end(IIII_Result r) {
        for (Goroutine g = queue.poll(); g != null; g = queue.poll()) {
            owner.take(g);
        }
        r.r1 = owner.times[1] + thief.times[1];
        r.r2 = owner.times[2] + thief.times[2];
        r.r3 = owner.times[3] + thief.times[3];
        r.r4 = owner.incomplete + thief.incomplete;
    }
}
