package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;

/**
 * Something that can be locked and unlocked.
 *
 * @go sync/mutex.go, {@code Locker}
 */
@CheckReturnValue
public interface Locker {
    /** Locks, parking the goroutine until that is possible. */
    Go<Unit> lock();

    /** Unlocks. */
    Go<Unit> unlock();
}
