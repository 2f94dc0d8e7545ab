package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;
import java.util.Objects;

/**
 * Runs one program once.
 *
 * @go sync/once.go, {@code Once}
 */
@CheckReturnValue
public class Once {
    /*
     * As in Go: a flag for the many that come later, and a mutex for those that come while the first one runs its body.
     * The flag is set before the mutex is unlocked, also after a panic or a goexit. If the program of the goroutine
     * that runs the body ends meanwhile, the thread that ends it unlocks the mutex in its place: the next one finds the
     * flag not set, and runs its body.
     */
    private final AtomicBool done = new AtomicBool();
    private final Mutex mutex = new Mutex().named("once");

    /** Makes an object that has run nothing yet. */
    public Once() {}

    /**
     * Runs {@code body} if this is the first call that runs on this object, whatever the bodies of the others are. The
     * others wait ({@code sync.Mutex.Lock}) until the first one has ended, and do nothing.
     *
     * <p>If the body panics or exits the goroutine it counts as run: the panic goes on, later calls do nothing. A body
     * that comes back to the same object waits for itself, for ever.
     *
     * <p>If the body's program ends before the body does, because it was cancelled, say, the body does not count as
     * run: the next caller, in another program, runs its own.
     *
     * @throws NullPointerException if {@code body} is null, when the program is built
     * @go sync/once.go, {@code Once.Do}
     */
    public Go<Unit> doOnce(Go<?> body) {
        Go<Unit> first =
                Objects.requireNonNull(body, "body").<Unit>then(Go.unit()).defer(done.store(true));
        Go<Unit> locked = WhileAlive.unlessEnded(unlessDone(first), mutex::release);
        return unlessDone(new WhileAlive<>(mutex.withLock(locked), mutex::release));
    }

    private Go<Unit> unlessDone(Go<Unit> otherwise) {
        return Go.when(done.load(), Go.unit(), otherwise);
    }

    @Override
    public String toString() {
        return "once";
    }
}
