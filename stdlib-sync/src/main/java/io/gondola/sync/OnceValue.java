package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Built;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that is computed once, by the goroutine that asks for it first.
 *
 * <pre>{@code
 * OnceValue<Config> config = new OnceValue<>(blocking(() -> Config.read(path)));
 * Go<Config> c = config.get();
 * }</pre>
 *
 * @param <A> the type of the value; it may be null
 * @go sync/oncefunc.go, {@code OnceValue}
 */
@CheckReturnValue
public class OnceValue<A extends @Nullable Object> {
    /*
     * The outcome is written by the goroutine that runs the body, before it ends its part in the Once, and read after
     * it by all; the Once orders the two.
     *
     * The body is read when the Once begins to run it, and by nobody once that is done. So a goroutine that panics in
     * it, or comes first after it, lets go of it, as Go does: it may keep much that the value does not.
     */
    private final Go<A> get;

    /** Null when it has done its work. */
    private @Nullable Go<? extends A> body;

    private @Nullable A value;
    private boolean valid;
    private @Nullable Object panic;

    /**
     * Makes a value that has not been computed yet.
     *
     * @throws NullPointerException if {@code body} is null
     */
    public OnceValue(Go<? extends A> body) {
        this.body = Objects.requireNonNull(body, "body");
        Go<?> first = Go.<A>suspend(() -> this.body)
                .peek(v -> {
                    value = v;
                    valid = true;
                })
                .onPanic(p -> {
                    panic = p.value();
                    this.body = null;
                    return Go.unit();
                });
        Go<Unit> compute = new Once().doOnce(first);
        get = compute.then(Go.suspend(this::computed));
    }

    @SuppressWarnings("NullAway") // null is a value, too
    private Go<A> computed() {
        if (body != null) {
            body = null;
        }
        return valid ? Go.pure(value) : Go.panic(panic);
    }

    /**
     * Yields the value, computing it if nobody did. Waits ({@code sync.Mutex.Lock}) while another goroutine does.
     *
     * <p>If the computation panicked every call panics with the same value. If it exited its goroutine, later calls
     * panic with {@code panic called with nil argument}. If its program ended meanwhile, the next call, in another
     * program, computes the value.
     *
     * @return a program; the same one at each call
     */
    public Go<A> get() {
        return Built.here(get);
    }

    @Override
    public String toString() {
        return "oncevalue";
    }
}
