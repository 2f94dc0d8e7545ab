package io.gondola.scheduler;

import org.jspecify.annotations.Nullable;

/** Two observers as one. */
record Observers(Observer a, Observer b) implements Observer {
    @Override
    public void created(int lane, Goroutine g) {
        a.created(lane, g);
        b.created(lane, g);
    }

    @Override
    public void started(int lane, Goroutine g) {
        a.started(lane, g);
        b.started(lane, g);
    }

    @Override
    public void parked(int lane, Goroutine g, String reason, @Nullable Object on) {
        a.parked(lane, g, reason, on);
        b.parked(lane, g, reason, on);
    }

    @Override
    public void blocks(int lane, Goroutine g) {
        a.blocks(lane, g);
        b.blocks(lane, g);
    }

    @Override
    public void yielded(int lane, Goroutine g) {
        a.yielded(lane, g);
        b.yielded(lane, g);
    }

    @Override
    public void preempted(int lane, Goroutine g) {
        a.preempted(lane, g);
        b.preempted(lane, g);
    }

    @Override
    public void ended(int lane, Goroutine g) {
        a.ended(lane, g);
        b.ended(lane, g);
    }

    @Override
    public void readied(int lane, Goroutine g) {
        a.readied(lane, g);
        b.readied(lane, g);
    }

    @Override
    public void stolen(int lane, int victim, int count) {
        a.stolen(lane, victim, count);
        b.stolen(lane, victim, count);
    }

    @Override
    public void handedOff(int lane) {
        a.handedOff(lane);
        b.handedOff(lane);
    }

    @Override
    public void polled(int lane, int count) {
        a.polled(lane, count);
        b.polled(lane, count);
    }

    @Override
    public void longStep(int lane, Goroutine g, long nanos, String place, Thread thread) {
        a.longStep(lane, g, nanos, place, thread);
        b.longStep(lane, g, nanos, place, thread);
    }
}
