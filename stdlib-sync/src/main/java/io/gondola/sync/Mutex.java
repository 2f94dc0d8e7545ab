package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.sync.step.Step;
import java.util.Objects;

/**
 * A mutual exclusion lock.
 *
 * <p>It is not reentrant, and no goroutine owns it: one may lock it and another one unlock it. A goroutine that waits
 * may be overtaken by others that come later, but only for about 1 ms; then it gets the mutex before them.
 *
 * <p>It may be shared by several programs of one runtime. A goroutine that waits for it when its program ends is passed
 * over; but what a goroutine has locked when its program ends stays locked, for its defers do not run, and nobody knows
 * in which state it left what the mutex guards. So it is with all locks and permits.
 *
 * <pre>{@code
 * Mutex mu = new Mutex();
 * Go<Unit> deposit = mu.withLock(balance.update(b -> b + 10));
 * }</pre>
 *
 * @go sync/mutex.go, {@code Mutex}
 */
@CheckReturnValue
public class Mutex implements Locker {
    private final MutexState state;
    private final Go<Boolean> tryLock;

    /** Makes an unlocked mutex. */
    @SuppressWarnings("this-escape") // reports show it; nothing calls it
    public Mutex() {
        state = new MutexState(this);
        tryLock = new Step<>(OpKind.TRY_LOCK, this, state::acquireIfFree);
    }

    /**
     * Names this mutex, for dumps and reports; to be called before it is used.
     *
     * @return this mutex
     * @throws NullPointerException if {@code name} is null
     */
    @CanIgnoreReturnValue
    public Mutex named(String name) {
        state.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Locks the mutex, parking the goroutine ({@code sync.Mutex.Lock}) until it is free. A goroutine that has locked it
     * already waits for ever, unless another one unlocks it.
     *
     * @return a program; the same one at each call
     * @go sync/mutex.go, {@code Mutex.Lock}
     */
    @Override
    public Go<Unit> lock() {
        return Built.here(state.acquire);
    }

    /**
     * Unlocks the mutex, whichever goroutine locked it. Never parks; but it gives way to a goroutine that has waited
     * for more than 1 ms.
     *
     * <p>If the mutex is not locked the program ends with the fatal error {@code sync: unlock of unlocked mutex}.
     *
     * @return a program; the same one at each call
     * @go sync/mutex.go, {@code Mutex.Unlock}
     */
    @Override
    public Go<Unit> unlock() {
        return Built.here(state.release);
    }

    /** Unlocks the mutex in place of {@code f}, whose program has ended, if that holds it. */
    void release(Fiber f) {
        state.unlockFor(f);
    }

    /**
     * Locks the mutex if it is free at this moment, and yields whether it did. Never parks.
     *
     * @return a program; the same one at each call
     * @go sync/mutex.go, {@code Mutex.TryLock}
     */
    public Go<Boolean> tryLock() {
        return Built.here(tryLock);
    }

    /**
     * Locks, runs {@code body}, and unlocks whatever became of it: {@code mu.Lock(); defer mu.Unlock()}.
     *
     * @return a program that yields what {@code body} yields
     * @throws NullPointerException if {@code body} is null, when the program is built
     */
    public <A> Go<A> withLock(Go<? extends A> body) {
        return lock().then(Objects.requireNonNull(body, "body").defer(unlock()));
    }

    @Override
    public String toString() {
        return state.name == null ? "mutex" : state.name;
    }
}
