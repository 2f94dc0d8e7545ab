package io.gondola.dsl;

import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.channel.ThreadWaiter;
import io.gondola.scheduler.StackRoom;
import io.vavr.control.Option;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A channel for threads outside the scheduler. */
final class BlockingView<T> implements BlockingChannel<T> {
    private final Chan<T> channel;

    BlockingView(Chan<T> channel) {
        this.channel = channel;
    }

    @Override
    public void send(T value) throws InterruptedException {
        Objects.requireNonNull(value, "value");
        StackRoom.check();
        switch (channel.sendOrLock(value)) {
            case YES -> {}
            case CLOSED -> throw channel.sendOnClosed();
            case NOT_YET -> awaitTaker(value);
        }
    }

    private void awaitTaker(T value) throws InterruptedException {
        ThreadWaiter waiter = ThreadWaiter.orUnlock(channel);
        waiter.element(value);
        channel.awaitTaker(waiter);
        if (!waiter.await(channel) && channel.withdrawSender(waiter)) {
            throw new InterruptedException("interrupted while sending: the element was not taken");
        }
        waiter.awaitAfterInterrupt(channel);
        if (waiter.takeElement() == ChannelCore.CLOSED) {
            throw channel.sendOnClosed();
        }
    }

    @Override
    public boolean trySend(T value) {
        Objects.requireNonNull(value, "value");
        StackRoom.check();
        return switch (channel.offerElement(value)) {
            case YES -> true;
            case NOT_YET -> false;
            case CLOSED -> throw channel.sendOnClosed();
        };
    }

    @Override
    public void close() {
        StackRoom.check();
        channel.closeOrPanic();
    }

    @Override
    @SuppressWarnings("unchecked") // only elements of type T are sent
    public @Nullable T receive() throws InterruptedException {
        Object element = receiveElement();
        return element == ChannelCore.CLOSED ? channel.zeroValue() : (T) element;
    }

    @Override
    @SuppressWarnings("unchecked") // only elements of type T are sent
    public Option<T> receiveOption() throws InterruptedException {
        Object element = receiveElement();
        return element == ChannelCore.CLOSED ? Option.none() : Option.some((T) element);
    }

    private @Nullable Object receiveElement() throws InterruptedException {
        StackRoom.check();
        Object element = channel.receiveOrLock();
        if (element != null) {
            return element;
        }
        ThreadWaiter waiter = ThreadWaiter.orUnlock(channel);
        channel.awaitElement(waiter);
        if (!waiter.await(channel) && channel.withdrawReceiver(waiter)) {
            throw new InterruptedException("interrupted while receiving: no element was taken");
        }
        waiter.awaitAfterInterrupt(channel);
        return waiter.takeElement();
    }

    @Override
    public Received<T> tryReceive() {
        StackRoom.check();
        return channel.received();
    }
}
