package io.gondola.select;

import io.gondola.scheduler.Waiter;
import org.jspecify.annotations.Nullable;

/** The outcome of one case's operation, and in which order the cases are tried. */
final class Attempt {
    /** What a receive got, an element or CLOSED; for a send null, or CLOSED if the channel is closed. */
    @Nullable
    Object got;

    /** The counterpart, to be woken after the locks were released; null if there was none. */
    @Nullable
    Waiter counterpart;

    /**
     * The numbers of up to sixteen cases, a digit each, the first one at the end; until {@link #manyInOrder} is set.
     */
    long fewInOrder;

    /** The numbers of more cases than that; else null. */
    int @Nullable [] manyInOrder;
}
