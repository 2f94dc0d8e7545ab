package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.OpKind;
import io.gondola.sync.step.Step;
import io.vavr.control.Try;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a body of a {@link SingleFlight}, and those who wait for it.
 *
 * @go singleflight/singleflight.go, {@code call}
 */
final class Flight<V> {
    /*
     * Invariants
     *   I1  `joined` counts those who wait; once the flight has landed it is negative and changes no more. So the
     *       number is the same for all, and nobody joins a flight that does not wait for them.
     *   I2  A flight leaves the map before it lands: who is refused here finds another flight or none.
     *   I3  It lands once: by the goroutine that runs the body, or, if that one's program ends before, by the thread
     *       that ends the program. Then it is abandoned, and those who wait begin again.
     *   I4  The outcome is written before the counter of `landing` becomes 0, which orders it before all reads.
     */
    private final AtomicInteger joined = new AtomicInteger();
    private final Object group;
    private final WaitGroupState landing;

    /** Null if the body has exited its goroutine. */
    private SingleFlight.@Nullable Result<V> result;

    private boolean abandoned;
    private final Go<Unit> landed;

    private record Landed<V>(Try<V> value, boolean shared) implements SingleFlight.Result<V> {}

    /**
     * {@code group} is what reports say that those who wait wait on; for the explorer all steps of its flights are on
     * it.
     */
    Flight(Object group) {
        this.group = group;
        this.landing = new WaitGroupState(group);
        this.landed = landing.new Await();
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

    /** Waits for the result; goes on with {@code again} if there will be none. */
    Go<SingleFlight.Result<V>> await(Supplier<Go<SingleFlight.Result<V>>> again) {
        return landed.then(Go.suspend(() -> abandoned ? again.get() : result == null ? Go.goexit() : Go.pure(result)));
    }

    /** Ends the flight, whose program has ended, unless it has landed. Any thread. */
    void abandon(Runnable leaveMap) {
        leaveMap.run();
        if (joined.getAndSet(Integer.MIN_VALUE) >= 0) {
            abandoned = true;
            landing.add(-1);
        }
    }

    /**
     * Ends the flight, which {@code leaveMap} takes out of the map before.
     *
     * @param value null if the body has exited its goroutine
     */
    Go<SingleFlight.Result<V>> land(Runnable leaveMap, @Nullable Try<? extends V> value) {
        return new Step<>(OpKind.USE, group, f -> {
            leaveMap.run();
            int n = joined.getAndSet(Integer.MIN_VALUE);
            SingleFlight.Result<V> outcome = value == null ? null : new Landed<>(Try.narrow(value), n > 0);
            if (n >= 0) {
                result = outcome;
                landing.add(-1);
            }
            return outcome;
        });
    }
}
