package io.gondola.sync;

import io.gondola.scheduler.WaitQueue;
import io.gondola.scheduler.Waiter;

/** Queues that were taken from their object, lock, stock and barrel, so that nobody else touches them. */
final class WaitQueues {
    private WaitQueues() {}

    /** Wakes all waiters of {@code queue}, first come, first woken; none if it is null. The object's lock is not held. */
    static void wakeAll(WaitQueue queue) {
        if (queue == null) {
            return;
        }
        for (Waiter w = queue.take(); w != null; w = queue.take()) {
            w.wake();
        }
    }
}
