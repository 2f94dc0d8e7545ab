package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.OpKind;
import io.gondola.sync.step.Step;
import io.vavr.CheckedFunction0;
import io.vavr.control.Option;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Objects that are kept for later use, so that they need not be made again: buffers, say.
 *
 * <p>Any object in it may vanish at any time, for the garbage collector may empty the pool when memory runs short.
 * Which one {@link #get} yields is not specified; it is not necessarily one that the same goroutine put. An object must
 * not be used any more once it has been put.
 *
 * <pre>{@code
 * Pool<ByteBuffer> buffers = new Pool<>(() -> ByteBuffer.allocate(8192));
 * Go<Integer> copy = buffers.get().flatMap(b -> fill(b.get()).defer(buffers.put(b.get())));
 * }</pre>
 *
 * <p>Differences from Go: objects are not dropped at every second collection, but when the memory is needed for
 * something else.
 *
 * @param <T> the type of the objects
 * @go sync/pool.go, {@code Pool}
 */
@CheckReturnValue
public class Pool<T> {
    private final Shelves<T> shelves = new Shelves<>();
    private final Go<Option<T>> get;

    /** Makes a pool that yields none when it is empty. */
    public Pool() {
        this(() -> null);
    }

    /**
     * Makes a pool that makes an object when it is empty.
     *
     * @param newValue makes one; what it throws is a panic of the goroutine that asked. If it returns null,
     *     {@link #get} yields none
     * @throws NullPointerException if {@code newValue} is null
     */
    @SuppressWarnings("this-escape") // reports show it; nothing calls it
    public Pool(CheckedFunction0<? extends T> newValue) {
        Objects.requireNonNull(newValue, "newValue");
        get = new Step<>(OpKind.USE, this, f -> {
            T kept = shelves.take();
            return Option.of(kept == null ? newValue.apply() : kept);
        });
    }

    /**
     * Takes an object out of the pool, or makes one. Never parks.
     *
     * @return a program, the same one at each call, which yields none only if the pool is empty and has no function
     *     that makes objects
     * @go sync/pool.go, {@code Pool.Get}
     */
    public Go<Option<T>> get() {
        return Built.here(get);
    }

    /**
     * Puts an object into the pool. Never parks. Null is ignored, as Go ignores nil.
     *
     * @go sync/pool.go, {@code Pool.Put}
     */
    public Go<Unit> put(@Nullable T value) {
        return new Step<>(OpKind.USE, this, f -> {
            if (value != null) {
                shelves.put(value);
            }
            return Unit.UNIT;
        });
    }

    @Override
    public String toString() {
        return "pool";
    }
}
