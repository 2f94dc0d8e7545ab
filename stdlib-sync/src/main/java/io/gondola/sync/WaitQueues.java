package io.gondola.sync;

import io.gondola.scheduler.WaitQueue;
import io.gondola.scheduler.Waiter;
import org.jspecify.annotations.Nullable;

/** Queues that were taken from their object, lock, stock and barrel, so that nobody else touches them. */
final class WaitQueues {
    private WaitQueues() {}

    /**
     * Wakes all waiters of {@code queue}, first come, first woken; none if it is null. The object's lock is not held.
     * Also those that are gone: what they were given is passed on when they are dropped.
     */
    static void wakeAll(@Nullable WaitQueue queue) {
        if (queue == null) {
            return;
        }
        for (Waiter w = queue.poll(); w != null; w = queue.poll()) {
            w.wake();
        }
    }
}
