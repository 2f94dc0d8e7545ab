package io.gondola.pipeline.kafka;

import java.time.Duration;

/** What becomes of records that are being worked on when their partition is taken away. */
public enum OnRevoke {
    /**
     * The group waits until they are finished, as long as {@link ConsumerSettings#finishWithin(Duration)} says; then
     * their offsets are committed. Records that nobody has begun with are left to the next owner.
     */
    FINISH,

    /**
     * The group does not wait: the offsets of what is finished are committed, and the next owner begins with the rest.
     * Work on it goes on here, too, and may ask {@link Received#isRevoked()}.
     */
    DROP
}
