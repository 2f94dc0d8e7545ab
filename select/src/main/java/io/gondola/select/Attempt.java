package io.gondola.select;

import io.gondola.scheduler.Waiter;

/** The outcome of one case's operation. */
final class Attempt {
    /** What a receive got, an element or CLOSED; for a send null, or CLOSED if the channel is closed. */
    Object got;

    /** The counterpart, to be woken after the locks were released; null if there was none. */
    Waiter counterpart;
}
