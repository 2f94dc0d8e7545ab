package io.gondola.scheduler;

import java.util.function.LongUnaryOperator;

/** A task that counts how often it fired, and can be told what to do then. */
final class TestTimer extends TimerTask {
    private final Program program;
    private final LongUnaryOperator onFire;
    int fired;
    long firedAt;
    boolean delivered;
    boolean holdsOff = true;
    boolean abandoned;

    /** How often it was asked whether it was abandoned: a look at all that the heap holds. */
    int looks;

    TestTimer(Program program, LongUnaryOperator onFire) {
        this.program = program;
        this.onFire = onFire;
    }

    static TestTimer once(Program program) {
        return new TestTimer(program, now -> Long.MAX_VALUE);
    }

    /** Fires again {@code period} after each deadline, as often as is due. */
    static TestTimer periodic(Program program, long period) {
        TestTimer[] self = new TestTimer[1];
        self[0] = new TestTimer(program, now -> self[0].deadline() + period);
        return self[0];
    }

    @Override
    protected long fire(long now) {
        fired++;
        firedAt = now;
        return onFire.applyAsLong(now);
    }

    @Override
    protected boolean retract() {
        boolean was = delivered;
        delivered = false;
        return was;
    }

    @Override
    protected boolean holdsOffDeadlock() {
        return holdsOff;
    }

    @Override
    protected boolean abandoned() {
        looks++;
        return abandoned;
    }

    @Override
    protected Program program() {
        return program;
    }
}
