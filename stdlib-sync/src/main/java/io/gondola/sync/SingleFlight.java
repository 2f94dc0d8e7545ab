package io.gondola.sync;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Goexit;
import io.gondola.dsl.engine.OpKind;
import io.gondola.sync.step.OnUnwind;
import io.gondola.sync.step.Step;
import io.vavr.control.Try;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Does the same thing once for all who want it at the same time: while a body runs for a key, others that come with
 * that key wait for its result instead of running theirs.
 *
 * <pre>{@code
 * SingleFlight<String, Page> flights = new SingleFlight<>();
 * Go<Page> page = flights.run(url, download(url)).map(result -> result.value().get());
 * }</pre>
 *
 * <p>Differences from Go: a body fails by a panic, which is then the failure of all its {@linkplain Result results}; it
 * ends nobody's goroutine. {@code result.value().get()} throws it again. Keys are never null, and are compared by
 * {@code equals}.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the results
 * @go golang.org/x/sync/singleflight/singleflight.go, {@code Group}
 */
@CheckReturnValue
public class SingleFlight<K, V> {
    private final ConcurrentHashMap<K, Flight<V>> flights = new ConcurrentHashMap<>();

    /** Makes a group in which nothing runs. */
    public SingleFlight() {}

    /**
     * What became of a body.
     *
     * @param <V> the type of its value
     */
    public interface Result<V> {
        /** The value; or a failure with what the body panicked with. */
        Try<V> value();

        /** Whether more than one call has this result. */
        boolean shared();
    }

    /**
     * Runs {@code body} in the caller's goroutine, or waits ({@code sync.WaitGroup.Wait}) for the one that runs for the
     * same key.
     *
     * <p>If the body exits its goroutine, so do all that wait for it. If its goroutine leaves it in another way (a
     * {@code break} out of it, a wait that was given up), they get a failure with a {@link CancellationException}. If
     * its program ends, because it was cancelled, say, those that wait in other programs begin again: one of them runs
     * its own body.
     *
     * @throws NullPointerException if an argument is null, when the program is built
     * @go singleflight/singleflight.go, {@code Group.Do}
     */
    public Go<Result<V>> run(K key, Go<? extends V> body) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(body, "body");
        return new Step<Go<Result<V>>>(OpKind.USE, this, f -> {
                    Flight<V> mine = new Flight<>(this);
                    Flight<V> found = join(key, mine);
                    return found == mine ? lead(key, mine, body) : found.await(() -> run(key, body));
                })
                .flatMap(program -> program);
    }

    /**
     * As {@link #run}, with a goroutine of its own for {@code body}. Never parks. Yields a channel that gets the
     * result; it is not closed. If the body exits its goroutine the channel never gets anything.
     *
     * @throws NullPointerException if an argument is null, when the program is built
     * @go singleflight/singleflight.go, {@code Group.DoChan}
     */
    public Go<ReceiveChannel<Result<V>>> runChannel(K key, Go<? extends V> body) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(body, "body");
        return Go.suspend(() -> {
            Channel<Result<V>> channel = Channel.<Result<V>>buffered(1).named("singleflight");
            return Go.go(run(key, body).flatMap(channel::send)).as(channel);
        });
    }

    /**
     * Forgets {@code key}: the next call runs its body, even if one still runs for the key; those that wait for that
     * one get its result.
     *
     * @throws NullPointerException if {@code key} is null, when the program is built
     * @go singleflight/singleflight.go, {@code Group.Forget}
     */
    public Go<Unit> forget(K key) {
        Objects.requireNonNull(key, "key");
        return new Step<>(OpKind.USE, this, f -> {
            flights.remove(key);
            return Unit.UNIT;
        });
    }

    /**
     * Returns the flight of {@code key} that the caller has joined, or {@code mine} if there was none. A flight that
     * has landed is no longer in the map, so one that refuses is not found again.
     */
    private Flight<V> join(K key, Flight<V> mine) {
        while (true) {
            Flight<V> found = flights.putIfAbsent(key, mine);
            if (found == null) {
                return mine;
            }
            if (found.join()) {
                return found;
            }
        }
    }

    /** Runs the body and lets the flight land, whatever becomes of the body. */
    private Go<Result<V>> lead(K key, Flight<V> flight, Go<? extends V> body) {
        Runnable leaveMap = () -> flights.remove(key, flight);
        Go<Result<V>> flying = new OnUnwind<>(
                        body.attempt(), u -> flight.land(leaveMap, u instanceof Goexit ? null : left()))
                .flatMap(value -> flight.land(leaveMap, value));
        return new WhileAlive<>(flying, f -> flight.abandon(leaveMap));
    }

    private static <V> Try<V> left() {
        return Try.failure(new CancellationException("singleflight: the goroutine left the body"));
    }

    @Override
    public String toString() {
        return "singleflight";
    }
}
