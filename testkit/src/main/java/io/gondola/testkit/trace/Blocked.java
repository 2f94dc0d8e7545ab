package io.gondola.testkit.trace;

/**
 * A goroutine that waits for ever.
 *
 * @param lane the index of the goroutine in {@link Trace#lanes}
 * @param waitReason what it does, in Go's words: {@code chan receive}
 * @param object what it waits on; empty if on nothing
 * @param site where; empty if unknown
 * @param unblockers who could wake it, and why that does not happen
 * @param path the method that the wait is in, and from where it came there; empty if unknown
 */
public record Blocked(int lane, String waitReason, String object, String site, String unblockers, String path) {
    public Blocked(int lane, String waitReason, String object, String site, String unblockers) {
        this(lane, waitReason, object, site, unblockers, "");
    }
}
