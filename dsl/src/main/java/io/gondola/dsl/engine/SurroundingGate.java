package io.gondola.dsl.engine;

import org.jspecify.annotations.Nullable;

/**
 * Stands between a goroutine that has a {@link Surrounding} and the threads that run it. It is the instruction that the
 * goroutine parks with, in place of the one that it parks with otherwise.
 */
final class SurroundingGate extends Instruction {
    /*
     * A goroutine leaves a thread in commit only, and comes to one in resumed only; so these two keep the surrounding.
     * It leaves before the inner commit, which publishes the goroutine: after that it may run elsewhere, and this
     * thread touches neither it nor the gate. The thread that readies the goroutine orders what was written here before
     * what resumed reads.
     *
     * If parking fails before commit the goroutine runs on here, and has not left.
     */
    private final Surrounding surrounding;
    private final @Nullable Instruction origin;

    @SuppressWarnings("NullAway.Init") // around says it
    private Instruction inner;

    SurroundingGate(Surrounding surrounding, @Nullable Instruction origin) {
        this.surrounding = surrounding;
        this.origin = origin;
    }

    Surrounding surrounding() {
        return surrounding;
    }

    /** The instruction that started the goroutine, or its {@link CancelGate}. */
    @Nullable
    Instruction origin() {
        return origin;
    }

    /** This gate's successor after the goroutine has entered its first or left its last cancel scope. */
    SurroundingGate over(Instruction newOrigin) {
        return new SurroundingGate(surrounding, newOrigin);
    }

    Instruction inner() {
        return inner;
    }

    SurroundingGate around(Instruction how) {
        inner = how;
        return this;
    }

    @Override
    public Object exec(Fiber f) {
        throw new AssertionError("a gate is never executed");
    }

    @Override
    public void commit(Fiber f) {
        Instruction how = inner;
        surrounding.leave();
        how.commit(f);
    }

    @Override
    public @Nullable Object resumed(Fiber f) throws Throwable {
        surrounding.enter();
        return inner.resumed(f);
    }

    @Override
    public void abort() {
        inner.abort();
    }

    @Override
    public boolean withdraw(Fiber f) {
        return inner.withdraw(f);
    }

    @Override
    public @Nullable Instruction afterWithdrawal() {
        return inner.afterWithdrawal();
    }

    @Override
    public void dropped(Fiber f) {
        inner.dropped(f);
    }

    @Override
    public void passOn(Fiber f) {
        inner.passOn(f);
    }

    // for reports

    @Override
    public @Nullable String waitReason() {
        return inner.waitReason();
    }

    @Override
    public @Nullable Object waitsOn() {
        return inner.waitsOn();
    }

    @Override
    public long heldBy() {
        return inner.heldBy();
    }

    @Override
    public boolean mayBeReadiedFromOutside() {
        return inner.mayBeReadiedFromOutside();
    }

    @Override
    public @Nullable Object site() {
        return inner.site();
    }
}
