package io.gondola.scheduler;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Hazard: a goroutine comes back from blocking code while sysmon retakes its processor; both own it, or neither does,
 * or sysmon does not see what the former owner wrote. Results: 1 for the owner of the processor, -1 if it owns an
 * outdated one.
 *
 * <p>{@code mvn -Pjcstress -pl verification/concurrency-tests -am -DskipTests verify
 * -Dgondola.jcstress.tests=BlockingRetakeStress}
 */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The goroutine came back in time and keeps the processor.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Sysmon has the processor, with all that its former owner wrote.")
@Outcome(expect = FORBIDDEN, desc = "Two owners, no owner, or an outdated processor.")
@State
public class BlockingRetakeStress {
    private final Processor p = new Processor(0);

    public BlockingRetakeStress() {
        p.status(Processor.RUNNING);
    }

    @Actor
    public void blocks(II_Result r) {
        p.scheduleTick = 1;
        p.status(Processor.SYSCALL);
        r.r1 = p.casStatus(Processor.SYSCALL, Processor.RUNNING) ? 1 : 0;
    }

    @Actor
    public void retakes(II_Result r) {
        if (p.casStatus(Processor.SYSCALL, Processor.RUNNING)) {
            r.r2 = p.scheduleTick == 1 ? 1 : -1;
        }
    }
}
