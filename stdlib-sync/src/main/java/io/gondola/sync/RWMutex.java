package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.OpKind;
import io.gondola.sync.step.Step;
import java.util.Objects;

/**
 * A lock that many readers or one writer can hold.
 *
 * <p>A writer that waits goes before readers that come after it, so writers do not starve: once a goroutine waits in
 * {@link #lock}, {@link #rLock} parks and {@link #tryRLock} yields false. Therefore a goroutine that holds a read lock
 * must not take another one: if a writer comes between, both wait for ever.
 *
 * <p>As with {@link Mutex} no goroutine owns the lock. A read lock cannot be made a write lock, nor the other way
 * round.
 *
 * @go sync/rwmutex.go, {@code RWMutex}
 */
@CheckReturnValue
public class RWMutex implements Locker {
    private final RWState state;
    private final Go<Boolean> tryLock;
    private final Go<Boolean> tryRLock;
    private final Locker rLocker;

    /** Makes an unlocked mutex. */
    @SuppressWarnings("this-escape") // reports show it; nothing calls it
    public RWMutex() {
        RWState s = new RWState(this);
        state = s;
        tryLock = new Step<>(OpKind.TRY_WRITE_LOCK, this, s::lockIfFree);
        tryRLock = new Step<>(OpKind.TRY_READ_LOCK, this, s::rLockIfFree);
        rLocker = new Locker() {
            @Override
            public Go<Unit> lock() {
                return Built.here(s.rLock);
            }

            @Override
            public Go<Unit> unlock() {
                return Built.here(s.rUnlock);
            }
        };
    }

    /**
     * Names this mutex, for dumps and reports; to be called before it is used.
     *
     * @return this mutex
     * @throws NullPointerException if {@code name} is null
     */
    @CanIgnoreReturnValue
    public RWMutex named(String name) {
        state.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Locks for writing. Waits for other writers ({@code sync.Mutex.Lock}), then keeps new readers out and waits for
     * those that are in ({@code sync.RWMutex.Lock}).
     *
     * @return a program; the same one at each call
     * @go sync/rwmutex.go, {@code RWMutex.Lock}
     */
    @Override
    public Go<Unit> lock() {
        return Built.isNoted() ? state.locking() : state.acquire;
    }

    /**
     * Undoes {@link #lock}: lets in all readers that wait, then the next writer. Never parks.
     *
     * <p>If the mutex is not locked for writing the program ends with the fatal error {@code sync: Unlock of unlocked
     * RWMutex}.
     *
     * @return a program; the same one at each call
     * @go sync/rwmutex.go, {@code RWMutex.Unlock}
     */
    @Override
    public Go<Unit> unlock() {
        return Built.isNoted() ? state.unlocking() : state.release;
    }

    /**
     * Locks for writing if neither a reader nor a writer holds or awaits the lock at this moment, and yields whether it
     * did.
     *
     * @return a program; the same one at each call
     * @go sync/rwmutex.go, {@code RWMutex.TryLock}
     */
    public Go<Boolean> tryLock() {
        return Built.here(tryLock);
    }

    /**
     * Locks for reading, parking the goroutine ({@code sync.RWMutex.RLock}) while a writer holds or awaits the lock.
     *
     * @return a program; the same one at each call
     * @go sync/rwmutex.go, {@code RWMutex.RLock}
     */
    public Go<Unit> rLock() {
        return Built.here(state.rLock);
    }

    /**
     * Undoes one {@link #rLock}. Never parks.
     *
     * <p>If the mutex is not locked for reading the program ends with the fatal error {@code sync: RUnlock of unlocked
     * RWMutex}.
     *
     * @return a program; the same one at each call
     * @go sync/rwmutex.go, {@code RWMutex.RUnlock}
     */
    public Go<Unit> rUnlock() {
        return Built.here(state.rUnlock);
    }

    /**
     * Locks for reading unless a writer holds or awaits the lock at this moment, and yields whether it did.
     *
     * @return a program; the same one at each call
     * @go sync/rwmutex.go, {@code RWMutex.TryRLock}
     */
    public Go<Boolean> tryRLock() {
        return Built.here(tryRLock);
    }

    /**
     * The reading side as a {@link Locker}, for a {@link Cond} say.
     *
     * @go sync/rwmutex.go, {@code RWMutex.RLocker}
     */
    public Locker rLocker() {
        return rLocker;
    }

    /**
     * Locks for writing, runs {@code body}, and unlocks whatever became of it.
     *
     * @return a program that yields what {@code body} yields
     * @throws NullPointerException if {@code body} is null, when the program is built
     */
    public <A> Go<A> withLock(Go<? extends A> body) {
        return lock().then(Objects.requireNonNull(body, "body").defer(unlock()));
    }

    /**
     * Locks for reading, runs {@code body}, and unlocks whatever became of it.
     *
     * @return a program that yields what {@code body} yields
     * @throws NullPointerException if {@code body} is null, when the program is built
     */
    public <A> Go<A> withRLock(Go<? extends A> body) {
        return rLock().then(Objects.requireNonNull(body, "body").defer(rUnlock()));
    }

    @Override
    public String toString() {
        return state.name == null ? "rwmutex" : state.name;
    }
}
