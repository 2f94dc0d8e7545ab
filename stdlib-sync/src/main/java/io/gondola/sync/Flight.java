package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.engine.OpKind;
import io.gondola.sync.step.Step;
import io.vavr.control.Try;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One run of a body of a {@link SingleFlight}, and those who wait for it.
 *
 * @go singleflight/singleflight.go, {@code call}
 */
final class Flight<V> {
    /*
     * Invariants
     *   I1  `joined` counts those who wait; once the flight has landed it is negative and changes no more. So the number is the
     *       same for all, and nobody joins a flight that does not wait for them.
     *   I2  A flight leaves the map before it lands: who is refused here finds another flight or none.
     *   I3  The outcome is written before the counter of `landing` becomes 0, which orders it before all reads.
     */
    private final AtomicInteger joined = new AtomicInteger();
    private final Object group;
    private final WaitGroupState landing;

    /** Null if the body has exited its goroutine. */
    private SingleFlight.Result<V> result;

    private final Go<SingleFlight.Result<V>> await;

    private record Landed<V>(Try<V> value, boolean shared) implements SingleFlight.Result<V> {}

    /** {@code group} is what reports say that those who wait wait on; for the explorer all steps of its flights are on it. */
    Flight(Object group) {
        this.group = group;
        this.landing = new WaitGroupState(group);
        this.await = landing.new Await().then(Go.suspend(() -> result == null ? Go.goexit() : Go.pure(result)));
        landing.add(1);
    }

    /** Returns whether the caller may {@link #await} this flight. */
    boolean join() {
        int n;
        do {
            n = joined.get();
        } while (n >= 0 && !joined.compareAndSet(n, n + 1));
        return n >= 0;
    }

    /** Waits for the result. */
    Go<SingleFlight.Result<V>> await() {
        return await;
    }

    /**
     * Ends the flight, which {@code leaveMap} takes out of the map before.
     *
     * @param value null if the body has exited its goroutine
     */
    Go<SingleFlight.Result<V>> land(Runnable leaveMap, Try<? extends V> value) {
        return new Step<>(OpKind.USE, group, f -> {
            leaveMap.run();
            int n = joined.getAndSet(Integer.MIN_VALUE);
            result = value == null ? null : new Landed<>(Try.narrow(value), n > 0);
            landing.add(-1);
            return result;
        });
    }
}
