package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Returns;
import io.gondola.sync.step.Step;
import io.vavr.CheckedFunction2;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.control.Option;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A map that goroutines share. Each operation but {@link #range} and {@link #clear} is atomic; none parks.
 *
 * <p>What a goroutine did before it wrote to the map is visible to one that reads what was written.
 *
 * <pre>{@code
 * SyncMap<String, Integer> hits = new SyncMap<>();
 * Go<Tuple2<Integer, Boolean>> first = hits.loadOrStore("home", 1);   // (1, false)
 * }</pre>
 *
 * <p>Differences from Go: keys and values are never null, and are compared by {@code equals}, so there is no value that
 * cannot be compared. What {@code equals} and {@code hashCode} throw is a panic.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @go sync/map.go, {@code Map}; internal/sync/hashtriemap.go
 */
@CheckReturnValue
@SuppressWarnings("this-escape") // its operations know it; nothing calls it before it is made
public class SyncMap<K, V> {
    private final ConcurrentHashMap<K, V> map = new ConcurrentHashMap<>();
    private final Go<Unit> clear = new Step<>(OpKind.USE, this, f -> {
        map.clear();
        return Unit.UNIT;
    });

    /** Makes an empty map. */
    public SyncMap() {}

    @CanIgnoreReturnValue
    private static <A> A checked(A a, String name) {
        return Objects.requireNonNull(a, name);
    }

    /**
     * Yields the value of {@code key}; none if it has none.
     *
     * @throws NullPointerException if {@code key} is null, when the program is built
     * @go sync/map.go, {@code Map.Load}
     */
    public Go<Option<V>> load(K key) {
        checked(key, "key");
        return new Step<>(OpKind.USE, this, f -> Option.of(map.get(key)));
    }

    /**
     * Sets the value of {@code key}.
     *
     * @throws NullPointerException if an argument is null, when the program is built
     * @go sync/map.go, {@code Map.Store}
     */
    public Go<Unit> store(K key, V value) {
        checked(key, "key");
        checked(value, "value");
        return new Step<>(OpKind.USE, this, f -> {
            map.put(key, value);
            return Unit.UNIT;
        });
    }

    /**
     * Yields the value of {@code key} and true; if it has none, sets it, and yields {@code value} and false.
     *
     * @throws NullPointerException if an argument is null, when the program is built
     * @go sync/map.go, {@code Map.LoadOrStore}
     */
    public Go<Tuple2<V, Boolean>> loadOrStore(K key, V value) {
        checked(key, "key");
        checked(value, "value");
        return new Step<>(OpKind.USE, this, f -> {
            V there = map.putIfAbsent(key, value);
            return there == null ? Tuple.of(value, false) : Tuple.of(there, true);
        });
    }

    /**
     * Removes {@code key} and yields its value; none if it had none.
     *
     * @throws NullPointerException if {@code key} is null, when the program is built
     * @go sync/map.go, {@code Map.LoadAndDelete}
     */
    public Go<Option<V>> loadAndDelete(K key) {
        checked(key, "key");
        return new Step<>(OpKind.USE, this, f -> Option.of(map.remove(key)));
    }

    /**
     * Removes {@code key}, if it is there.
     *
     * @throws NullPointerException if {@code key} is null, when the program is built
     * @go sync/map.go, {@code Map.Delete}
     */
    public Go<Unit> delete(K key) {
        checked(key, "key");
        return new Step<>(OpKind.USE, this, f -> {
            map.remove(key);
            return Unit.UNIT;
        });
    }

    /**
     * Sets the value of {@code key} and yields the one before; none if it had none.
     *
     * @throws NullPointerException if an argument is null, when the program is built
     * @go sync/map.go, {@code Map.Swap}
     */
    public Go<Option<V>> swap(K key, V value) {
        checked(key, "key");
        checked(value, "value");
        return new Step<>(OpKind.USE, this, f -> Option.of(map.put(key, value)));
    }

    /**
     * Sets the value of {@code key} if it equals {@code expected}, and yields whether it did.
     *
     * @throws NullPointerException if an argument is null, when the program is built
     * @go sync/map.go, {@code Map.CompareAndSwap}
     */
    public Go<Boolean> compareAndSwap(K key, V expected, V value) {
        checked(key, "key");
        checked(expected, "expected");
        checked(value, "value");
        return new Step<>(OpKind.USE, this, f -> map.replace(key, expected, value));
    }

    /**
     * Removes {@code key} if its value equals {@code expected}, and yields whether it did.
     *
     * @throws NullPointerException if an argument is null, when the program is built
     * @go sync/map.go, {@code Map.CompareAndDelete}
     */
    public Go<Boolean> compareAndDelete(K key, V expected) {
        checked(key, "key");
        checked(expected, "expected");
        return new Step<>(OpKind.USE, this, f -> map.remove(key, expected));
    }

    /**
     * Runs {@code body} for one key and its value after another, until it yields false or there is none left.
     *
     * <p>It is not a snapshot: of what others, or {@code body}, change meanwhile it may see the old or the new. Each
     * key comes at most once, with a value that it had when its turn came. The order follows the keys' hash codes, so
     * under the deterministic runtime use keys whose hash codes are the same in every run.
     *
     * @param body yields whether to go on; no lock is held while it runs, so it may use this map
     * @throws NullPointerException if {@code body} is null, when the program is built
     * @go sync/map.go, {@code Map.Range}
     */
    public Go<Unit> range(CheckedFunction2<? super K, ? super V, ? extends Go<Boolean>> body) {
        checked(body, "body");
        return new Step<>(OpKind.USE, this, f -> map.keySet().iterator()).flatMap(keys -> each(keys, body));
    }

    private Go<Unit> each(Iterator<K> keys, CheckedFunction2<? super K, ? super V, ? extends Go<Boolean>> body) {
        Go<Option<Tuple2<K, V>>> next = new Step<>(OpKind.USE, this, f -> {
            while (keys.hasNext()) {
                K key = keys.next();
                V value = map.get(key);
                if (value != null) {
                    return Option.some(Tuple.of(key, value));
                }
            }
            return Option.none();
        });
        Go<Loop<Unit, Unit>> done = Go.pure(Loop.done(Unit.UNIT));
        return Go.loop(
                Unit.UNIT,
                u -> next.flatMap(entry -> entry.isEmpty()
                        ? done
                        : Returns.program(body.apply(entry.get()._1, entry.get()._2), "range")
                                .map(goOn -> Returns.condition(goOn, "range")
                                        ? Loop.next(Unit.UNIT)
                                        : Loop.done(Unit.UNIT))));
    }

    /**
     * Removes all keys that it finds. Others that are stored meanwhile may stay.
     *
     * @return a program; the same one at each call
     * @go sync/map.go, {@code Map.Clear}
     */
    public Go<Unit> clear() {
        return Built.here(clear);
    }

    @Override
    public String toString() {
        return "sync.Map";
    }
}
