package io.gondola.net;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Instruction;

/** A goroutine queues before a {@link Side}, whose lock it holds when it parks here. */
final class Entrance extends Instruction {
    private final Side side;
    private final Entering then;

    /** What a goroutine does once it is let in. */
    interface Entering {
        Object entered(Fiber f) throws Throwable;

        /** What it works on, for reports. */
        Object waitsOn();
    }

    Entrance(Side side, Entering then) {
        this.side = side;
        this.then = then;
    }

    @Override
    public Object exec(Fiber f) {
        throw new AssertionError("an entrance is parked with at once");
    }

    @Override
    public void commit(Fiber f) {
        side.enqueue(f);
    }

    @Override
    public void abort() {
        side.unlock();
    }

    @Override
    public Object resumed(Fiber f) throws Throwable {
        return then.entered(f);
    }

    @Override
    public boolean withdraw(Fiber f) {
        return side.withdraw(f);
    }

    @Override
    public void dropped(Fiber f) {
        side.leave(f);
    }

    @Override
    public void passOn(Fiber ignored) {
        side.letIn();
    }

    @Override
    public String waitReason() {
        return "semacquire"; // Go: internal/poll/fd_mutex.go, rwlock
    }

    @Override
    public Object waitsOn() {
        return then.waitsOn();
    }

    /** The one that works there may be readied so. */
    @Override
    public boolean mayBeReadiedFromOutside() {
        return true;
    }
}
