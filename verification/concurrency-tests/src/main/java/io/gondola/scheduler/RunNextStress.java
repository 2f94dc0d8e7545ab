package io.gondola.scheduler;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Hazard: the owner fills an empty {@code runNext} with a release store, or displaces what is there, while sysmon takes
 * it; a goroutine is run twice, is overwritten, or reaches sysmon incomplete. Results: for each of two goroutines how
 * often it came out of the slot, then the number of those that came out incomplete.
 *
 * <p>{@code mvn -Pjcstress -pl verification/concurrency-tests -am -DskipTests verify
 * -Dgondola.jcstress.tests=RunNextStress}
 */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "Each goroutine comes out once, complete.")
@Outcome(expect = FORBIDDEN, desc = "A goroutine was lost, doubled, or incomplete.")
@State
public class RunNextStress {
    private final Processor p = new Processor(0);
    private final Marked a = new Marked();
    private final Marked b = new Marked();
    private final int[] owner = new int[3];
    private final int[] sysmon = new int[3];

    private static void out(Goroutine g, int[] tally) {
        if (g != null) {
            tally[((Marked) g).mark]++;
        }
    }

    @Actor
    public void owner() {
        a.mark = 1;
        out(p.putNext(a), owner);
        b.mark = 2;
        out(p.putNext(b), owner);
        out(p.takeNext(), owner);
    }

    @Actor
    public void sysmon() {
        out(p.takeNext(), sysmon);
        out(p.takeNext(), sysmon);
    }

    @Arbiter
    public void end(III_Result r) {
        out(p.takeNext(), owner);
        r.r1 = owner[1] + sysmon[1];
        r.r2 = owner[2] + sysmon[2];
        r.r3 = owner[0] + sysmon[0];
    }
}
