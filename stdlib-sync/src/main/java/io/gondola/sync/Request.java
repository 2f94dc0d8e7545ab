package io.gondola.sync;

import io.gondola.dsl.Channel;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Unit;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.scheduler.Waiter;

/** An acquire of a {@link Semaphore} that waits in a select, for the permits or for the end of a context. */
final class Request extends Waiter implements SemaphoreState.Claim {
    private final long permits;
    private final Channel<Unit> granted = Channel.unbuffered();

    /** Whether the permits are this request's. Guarded by the semaphore's lock. */
    boolean holds;

    Request(long permits) {
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
    public boolean claim() {
        holds = true;
        return true;
    }

    @Override
    public void wake() {
        ((ChannelCore) granted).closeCore();
    }
}
