package io.gondola.scheduler;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Hazard: two threads are in the critical section at once, or one does not see what the holder before it wrote. The
 * second thread tries the lock before it waits for it.
 *
 * <p>{@code mvn -Pjcstress -pl verification/concurrency-tests -am -DskipTests verify
 * -Dgondola.jcstress.tests=SpinLockStress}
 */
@JCStressTest
@Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "One after the other.")
@Outcome(expect = FORBIDDEN, desc = "An increment was lost.")
@State
public class SpinLockStress extends SpinLock {
    private int counter;
    private int entered;

    private void increment() {
        counter++;
        entered++;
        unlock();
    }

    @Actor
    public void waits() {
        lock();
        increment();
    }

    @Actor
    public void tries() {
        if (!tryLock()) {
            lock();
        }
        increment();
    }

    @Arbiter
    public void end(II_Result r) {
        r.r1 = counter;
        r.r2 = entered;
    }
}
