package io.gondola.dsl;

import io.gondola.dsl.channel.Sent;
import io.gondola.dsl.engine.OpKind;
import org.jspecify.annotations.Nullable;

/** The channel of an actor, with a policy for the time when it is full. */
final class Mailbox<M> extends Chan<Envelope<M>> {
    private final Actor.WhenFull whenFull;
    private final String actor;

    Mailbox(int capacity, Actor.WhenFull whenFull, String actor) {
        super(capacity);
        this.whenFull = whenFull;
        this.actor = actor;
        named(actor);
    }

    Go<Unit> tell(Envelope<M> envelope) {
        return switch (whenFull) {
            case PARK -> send(envelope);
            case DROP_NEWEST ->
                new Immediate<>(OpKind.OTHER, null, () -> {
                    if (!offered(envelope)) {
                        envelope.fail(dropped());
                    }
                    return Unit.UNIT;
                });
            case DROP_OLDEST ->
                new Immediate<>(OpKind.OTHER, null, () -> {
                    Envelope<?> oldest = replaceOldestIfFull(envelope);
                    if (oldest != null) {
                        oldest.fail(dropped());
                    }
                    return Unit.UNIT;
                });
            case FAIL ->
                new Immediate<>(OpKind.OTHER, null, () -> {
                    if (!offered(envelope)) {
                        throw new Panic.Raised("tell: mailbox is full: actor=" + actor);
                    }
                    return Unit.UNIT;
                });
        };
    }

    Go<Boolean> tryTell(Envelope<M> envelope) {
        return new Immediate<>(OpKind.TRY_SEND, this, () -> offerElement(envelope) == Sent.YES);
    }

    private boolean offered(Envelope<M> envelope) {
        return switch (offerElement(envelope)) {
            case YES -> true;
            case NOT_YET -> false;
            case CLOSED -> throw sendOnClosed();
        };
    }

    /** Returns the envelope that had to make room; null if none had to. Both happen under one lock. */
    private @Nullable Envelope<?> replaceOldestIfFull(Envelope<M> envelope) {
        return switch (sendOrLock(envelope)) {
            case YES -> null;
            case NOT_YET -> {
                Object oldest = takeBuffered();
                putBuffered(envelope);
                unlock();
                yield (Envelope<?>) oldest;
            }
            case CLOSED -> throw sendOnClosed();
        };
    }

    /** Closes the mailbox; tells the askers of what is left in it that nobody will reply. */
    @SuppressWarnings("NullAway") // what is left is an envelope
    void refuseAll() {
        closeCore();
        for (Object left = pollElement(); left != CLOSED; left = pollElement()) {
            ((Envelope<?>) left).fail(sendOnClosed());
        }
    }

    private Panic dropped() {
        return new Panic.Raised("ask: message was dropped: actor=" + actor);
    }

    @Override
    public Panic sendOnClosed() {
        return new Panic.Raised("tell: actor has stopped: actor=" + actor);
    }
}
