package io.gondola.dsl;

import org.jspecify.annotations.Nullable;

/** Receives the reply to an ask, or panics with the failure that came in its place. */
final class ReceiveReply<R> extends Receiving<R> {
    ReceiveReply(Chan<R> reply) {
        super(reply);
    }

    @Nullable
    @Override
    Object valueOf(@Nullable Object element) {
        if (element instanceof Envelope.Failure failure) {
            throw raised(failure.why());
        }
        return element;
    }

    private static RuntimeException raised(Throwable why) {
        return why instanceof Panic panic ? panic : new Panic.Raised(why);
    }
}
