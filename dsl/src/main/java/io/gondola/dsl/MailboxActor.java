package io.gondola.dsl;

import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.OpKind;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedFunction2;
import io.vavr.control.Try;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An actor that runs. */
final class MailboxActor<S, M> extends Actor<M> {
    /*
     * The goroutine receives envelopes until the mailbox is closed and drained. `state` is its own. A closed mailbox
     * refuses messages but yields those it has, so each message that was accepted is handled, or its asker told that it
     * is not.
     *
     * A reply channel has room for the reply and for a failure, the one that is sent first counts, and neither sender
     * ever waits: late replies are garbage with their channel.
     */
    private static final int REPLY_CAPACITY = 2;

    private final String name;
    private final CheckedFunction2<? super S, ? super M, ? extends Go<? extends S>> behaviour;
    private final @Nullable CheckedFunction2<? super S, ? super Panic, ? extends S> restart;
    private final Mailbox<M> mailbox;
    private final Channel<Unit> ended = Channel.<Unit>unbuffered().named("actor.ended");
    private final Go<Unit> stop;
    private final Go<Unit> await = ended.receive();
    private S state;

    @SuppressWarnings("NullAway") // Builder.start has looked at it
    MailboxActor(Builder<S, M> description) {
        this.name = description.name; // not all of it: the first state may be large
        this.behaviour = description.behaviour;
        this.restart = description.restart;
        this.state = description.state;
        this.mailbox = new Mailbox<>(description.capacity, description.whenFull, description.name);
        this.stop = new Immediate<>(OpKind.CLOSE, mailbox, () -> {
            mailbox.closeCore();
            return Unit.UNIT;
        });
    }

    Go<Actor<M>> start() {
        Go<Unit> end = new Immediate<>(OpKind.OTHER, null, () -> {
            mailbox.refuseAll();
            return Unit.UNIT;
        });
        return Go.go(name, new Member(mailbox.range(this::handle), end.then(ended.close())))
                .as(this);
    }

    private Go<Unit> handle(Envelope<M> envelope) {
        Go<Unit> step = Go.<S>suspend(() -> next(behaviour.apply(state, envelope.message())))
                .map(next -> {
                    state = next;
                    return Unit.UNIT;
                });
        return restart == null
                ? step
                : step.recover(panic -> {
                    envelope.fail(panic);
                    state = restart.apply(state, panic);
                    return Go.unit();
                });
    }

    private Go<? extends S> next(Go<? extends S> returned) {
        if (returned == null) {
            throw new NullPointerException(
                    "actor: the behaviour returned null in place of a program that yields the next state:" + " actor="
                            + name);
        }
        return returned;
    }

    @Override
    public Go<Unit> tell(M message) {
        return mailbox.tell(new Envelope<>(Objects.requireNonNull(message, "message"), null));
    }

    @Override
    public Go<Boolean> tryTell(M message) {
        return mailbox.tryTell(new Envelope<>(Objects.requireNonNull(message, "message"), null));
    }

    @Override
    public <R> Go<R> ask(CheckedFunction1<? super SendChannel<R>, ? extends M> message) {
        Objects.requireNonNull(message, "message");
        return Go.suspend(() -> {
            Chan<R> reply = new Chan<>(REPLY_CAPACITY);
            reply.named("reply");
            M made = Objects.requireNonNull(
                    message.apply(reply), "ask: the function returned null in place of a message");
            return mailbox.tell(new Envelope<>(made, reply)).then(new ReceiveReply<>(reply));
        });
    }

    @Override
    public <R> Go<Try<R>> ask(CheckedFunction1<? super SendChannel<R>, ? extends M> message, Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        Go<Try<R>> ask = this.<R>ask(message).attempt();
        return new Within<>(
                ask,
                timeout,
                () -> Try.failure(
                        new TimeoutException("ask: no reply in time: actor=" + name + ", timeout=" + timeout)));
    }

    @Override
    public Go<Unit> stop() {
        return Built.here(stop);
    }

    @Override
    public Go<Unit> await() {
        return Built.here(await);
    }

    @Override
    public String toString() {
        return name;
    }
}
