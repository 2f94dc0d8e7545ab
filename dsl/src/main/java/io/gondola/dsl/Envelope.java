package io.gondola.dsl;

import io.gondola.dsl.channel.ChannelCore;
import org.jspecify.annotations.Nullable;

/** A message to an actor; {@code reply} is the channel of its asker, null if nobody asked. */
record Envelope<M>(M message, @Nullable ChannelCore reply) {
    /** Tells the asker, if there is one, that no reply is to be expected. */
    void fail(Throwable why) {
        if (reply != null) {
            reply.offerElement(new Failure(why));
        }
    }

    /** In place of a reply. */
    record Failure(Throwable why) {}
}
