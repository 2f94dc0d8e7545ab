package io.gondola.sync;

import io.gondola.dsl.Channel;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Unit;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.scheduler.Waiter;

/** An acquire of a {@link Semaphore} that waits in a select, for the permits or for the end of a context. */
final class Request extends Waiter implements SemaphoreState.Claim, Runnable {
    private final SemaphoreState semaphore;
    private final Fiber f;
    private final long permits;
    private final Channel<Unit> granted = Channel.unbuffered();

    /** Whether the permits are this request's. Guarded by the semaphore's lock. */
    boolean holds;

    Request(SemaphoreState semaphore, Fiber f, long permits) {
        this.semaphore = semaphore;
        this.f = f;
        this.permits = permits;
        element(this);
    }

    @Override
    public long permits() {
        return permits;
    }

    /** Closed when the permits are this request's. */
    ReceiveChannel<Unit> granted() {
        return granted;
    }

    @Override
    public boolean isGone() {
        return f.isGone();
    }

    @Override
    public void wake() {
        ((ChannelCore) granted).closeCore();
    }

    /** From when it is queued until {@link #settled}: the end of the program gives it up. */
    void watch() {
        if (!f.program().atEnd(this)) {
            run();
        }
    }

    /** The goroutine knows what became of this request. */
    void settled() {
        f.program().forgetAtEnd(this);
    }

    /** The goroutine's program has ended. */
    @Override
    public void run() {
        semaphore.withdraw(this);
    }
}
