package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.OpKind;
import io.gondola.sync.step.Step;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/**
 * A condition that goroutines wait for, each holding a lock while it looks whether the condition holds.
 *
 * <pre>{@code
 * Cond nonEmpty = new Cond(mu);
 * Go<Item> take = mu.withLock(forWhile(() -> items.isEmpty(), nonEmpty.await()).then(call(items::remove)));
 * Go<Unit> put = mu.withLock(run(() -> items.add(item)).then(nonEmpty.signal()));
 * }</pre>
 *
 * <p>Differences from Go: a {@code Cond} cannot be copied, so there is no {@code sync.Cond is copied}; the lock is
 * given to the constructor and is no public field.
 *
 * @go sync/cond.go, {@code Cond}
 */
@CheckReturnValue
public class Cond {
    private final Go<Unit> await;
    private final Locker locker;
    private final Tickets tickets = new Tickets(this);
    private final Go<Unit> signal;
    private final Go<Unit> broadcast;
    private String name = "cond";

    /**
     * Makes a condition.
     *
     * @param locker the lock that goroutines hold when they call {@link #await}
     * @throws NullPointerException if {@code locker} is null
     */
    @SuppressWarnings("this-escape") // reports show it; nothing calls it
    public Cond(Locker locker) {
        this.locker = Objects.requireNonNull(locker, "locker");
        await = awaiting();
        signal =
                new Step<>(OpKind.COND_SIGNAL, this, f -> {
                    tickets.notifyFirst();
                    return Unit.UNIT;
                }) {
                    @Override
                    public void chooseServed(IntUnaryOperator choice) {
                        tickets.chooseFirst(choice);
                    }
                };
        broadcast = new Step<>(OpKind.COND_BROADCAST, this, f -> {
            tickets.notifyAllTaken();
            return Unit.UNIT;
        });
    }

    /**
     * Names this condition, for dumps and reports; to be called before it is used.
     *
     * @return this condition
     * @throws NullPointerException if {@code name} is null
     */
    @CanIgnoreReturnValue
    public Cond named(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    private Go<Unit> awaiting() {
        Go<Unit> lock = locker.lock();
        Go<Unit> unlock = locker.unlock();
        Step<Go<Unit>> enqueue = new Step<>(OpKind.COND_ENQUEUE, this, tickets::take);
        return enqueue.flatMap(
                ticket -> unlock.then(Built.like(enqueue, ticket).defer(lock))); // also if the wait is given up
    }

    /**
     * Unlocks the lock, waits ({@code sync.Cond.Wait}) for a {@link #signal} or {@link #broadcast} that comes after
     * this call, and locks again. The goroutine holds the lock; another one may change what it looked at before this
     * one has it back, so await in a loop. Nobody is woken without a reason.
     *
     * @return a program; the same one at each call
     * @go sync/cond.go, {@code Cond.Wait}
     */
    public Go<Unit> await() {
        return Built.isNoted() ? awaiting() : await;
    }

    /**
     * Wakes the goroutine that has waited longest, if there is one. The caller may hold the lock or not.
     *
     * @return a program; the same one at each call
     * @go sync/cond.go, {@code Cond.Signal}
     */
    public Go<Unit> signal() {
        return Built.here(signal);
    }

    /**
     * Wakes all goroutines that wait, first come, first woken. The caller may hold the lock or not.
     *
     * @return a program; the same one at each call
     * @go sync/cond.go, {@code Cond.Broadcast}
     */
    public Go<Unit> broadcast() {
        return Built.here(broadcast);
    }

    @Override
    public String toString() {
        return name;
    }
}
