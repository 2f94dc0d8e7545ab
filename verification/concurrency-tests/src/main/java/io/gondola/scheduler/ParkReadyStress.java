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
 * Hazard: a goroutine parks while another one readies it. One machine stores the goroutine's frames, writes WAITING and
 * publishes it in a wait queue by dropping a lock; a second takes it from there and queues it; the first, or whichever
 * comes last, takes it from the run queue. It must see what both wrote; and the goroutine must not be lost in between.
 *
 * <p>{@code mvn -Pjcstress -pl verification/concurrency-tests -am -DskipTests verify
 * -Dgondola.jcstress.tests=ParkReadyStress}
 */
@JCStressTest
@Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "Not parked yet when the waker looked: it still waits, complete.")
@Outcome(
        id = "1, 0, 1",
        expect = ACCEPTABLE,
        desc = "Readied, and not yet in the queue when the first looked: it is there at the end.")
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "Readied and run, complete.")
@Outcome(expect = FORBIDDEN, desc = "The goroutine was lost, doubled, or run incomplete.")
@State
public class ParkReadyStress extends SpinLock {
    private final WaitQueue waiters = new WaitQueue();
    private final GlobalRunQueue runnable = new GlobalRunQueue();
    private final Marked g = new Marked();

    @Actor
    public void parks(III_Result r) {
        lock();
        g.mark = 1;
        g.element(this);
        g.state(Goroutine.WAITING);
        waiters.add(g);
        unlock();
        run(r);
    }

    @Actor
    public void readies(III_Result r) {
        lock();
        Waiter w = waiters.take();
        unlock();
        if (w != null) {
            Goroutine readied = (Goroutine) w;
            readied.state(Goroutine.RUNNABLE);
            runnable.add(readied);
            r.r1 = 1;
        }
    }

    private void run(III_Result r) {
        Goroutine taken = runnable.take();
        if (taken != null) {
            r.r2 = isComplete(taken, Goroutine.RUNNABLE) ? 1 : -1;
        }
    }

    private boolean isComplete(Goroutine taken, byte state) {
        return ((Marked) taken).mark == 1 && taken.element() == this && taken.state() == state;
    }

    @Arbiter
    public void end(III_Result r) {
        Waiter waiting = waiters.take();
        if (waiting != null) {
            r.r3 += isComplete((Goroutine) waiting, Goroutine.WAITING) ? 1 : -1;
        }
        Goroutine queued = runnable.take();
        if (queued != null) {
            r.r3 += isComplete(queued, Goroutine.RUNNABLE) ? 1 : -1;
        }
    }
}
