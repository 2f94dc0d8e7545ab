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
 * Waits for a number of goroutines to finish.
 *
 * <pre>{@code
 * WaitGroup wg = new WaitGroup();
 * Go<Unit> program = forRange(0, 5, i -> wg.go(worker(i))).then(wg.await());
 * }</pre>
 *
 * <p>An {@link #add} that finds the counter at 0 must happen before {@link #await}. A group may be used again once
 * every {@code await} of before has returned.
 *
 * @go sync/waitgroup.go, {@code WaitGroup}
 */
@CheckReturnValue
public class WaitGroup {
    private final WaitGroupState state;
    private final Go<Unit> addOne;
    private final Go<Unit> done;
    private final Go<Unit> await;

    /** Makes a group whose counter is 0. */
    @SuppressWarnings("this-escape") // reports show it; nothing calls it
    public WaitGroup() {
        state = new WaitGroupState(this);
        addOne = adding(1);
        done = adding(-1);
        await = state.new Await();
    }

    /**
     * Names this group, for dumps and reports; to be called before it is used.
     *
     * @return this group
     * @throws NullPointerException if {@code name} is null
     */
    @CanIgnoreReturnValue
    public WaitGroup named(String name) {
        state.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Adds {@code delta}, which may be negative, to the counter. At 0 it wakes all who wait, first come, first woken.
     * Never parks.
     *
     * <p>Panics, when it runs, with {@code sync: negative WaitGroup counter} or, if it can tell that it raises the
     * counter from 0 while a goroutine waits, with {@code sync: WaitGroup misuse: Add called concurrently with Wait}.
     *
     * @go sync/waitgroup.go, {@code WaitGroup.Add}
     */
    public Go<Unit> add(int delta) {
        return adding(delta);
    }

    private Go<Unit> adding(int delta) {
        return new Step<>(OpKind.GROUP_ADD, this, delta, f -> {
            state.add(delta);
            return Unit.UNIT;
        });
    }

    /**
     * Takes 1 from the counter: as {@link #add} with -1.
     *
     * @return a program; the same one at each call
     * @go sync/waitgroup.go, {@code WaitGroup.Done}
     */
    public Go<Unit> done() {
        return Built.here(done);
    }

    /**
     * Waits until the counter is 0, parking the goroutine ({@code sync.WaitGroup.Wait}) if it is not.
     *
     * <p>Panics with {@code sync: WaitGroup is reused before previous Wait has returned} if, when the goroutine runs
     * again, the group is in use once more.
     *
     * @return a program; the same one at each call
     * @go sync/waitgroup.go, {@code WaitGroup.Wait}
     */
    public Go<Unit> await() {
        return Built.here(await);
    }

    /**
     * Adds 1 to the counter and starts a goroutine that runs {@code body}, and takes 1 away when it returns or exits by
     * {@link Go#goexit}. If it panics the counter stays, so that nobody goes on before the panic ends the program.
     *
     * @throws NullPointerException if {@code body} is null, when the program is built
     * @go sync/waitgroup.go, {@code WaitGroup.Go}
     */
    public Go<Unit> go(Go<?> body) {
        return Built.here(addOne).then(Go.go(new Member(Objects.requireNonNull(body, "body"), Built.here(done))));
    }

    @Override
    public String toString() {
        return state.name == null ? "waitgroup" : state.name;
    }
}
