package io.gondola.dsl.interop;

import io.gondola.dsl.BlockingChannel;
import io.gondola.dsl.Channel;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.channel.Sent;
import io.gondola.dsl.channel.ThreadWaiter;
import io.gondola.scheduler.StackRoom;
import io.vavr.control.Option;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A channel as a {@link BlockingQueue}, for plain and virtual threads outside the scheduler: {@code put} sends,
 * {@code take} receives, and so on. Threads and goroutines that use the same channel are served in one order.
 *
 * <p>Once the channel is closed, whatever would add throws the panic {@code send on closed channel}; once it is drained
 * too, {@link #take} throws an {@link IllegalStateException}, and {@code poll} returns null. A queue has no way to say
 * that nothing will come any more: receive from {@link Channel#blocking} where that matters.
 *
 * <p>Elements cannot be looked at without taking them, so {@link #peek}, {@code element}, {@code contains},
 * {@link #iterator} and {@code remove(Object)} throw an {@link UnsupportedOperationException}.
 *
 * @param <T> the type of the elements
 */
public final class ChannelQueue<T> extends AbstractQueue<T> implements BlockingQueue<T> {
    private final Channel<T> channel;
    private final BlockingChannel<T> view;
    private final ChannelCore core;

    /**
     * Makes a view of {@code channel}, which from then on counts as open to the outside ({@link Channel#blocking}).
     *
     * @throws IllegalArgumentException {@code channel must not be the nil channel}
     * @throws NullPointerException if {@code channel} is null
     */
    public ChannelQueue(Channel<T> channel) {
        this.channel = Objects.requireNonNull(channel, "channel");
        if (!(channel instanceof ChannelCore c)) {
            throw new IllegalArgumentException("channel must not be the nil channel");
        }
        core = c;
        view = channel.blocking();
    }

    @Override
    public void put(T element) throws InterruptedException {
        view.send(element);
    }

    @Override
    public boolean offer(T element) {
        return view.trySend(element);
    }

    /**
     * Sends an element, waiting up to the given time for a receiver or a place.
     *
     * @return false if the time was up; the element was not sent then
     */
    @Override
    public boolean offer(T element, long timeout, TimeUnit unit) throws InterruptedException {
        long nanos = Objects.requireNonNull(unit, "unit").toNanos(timeout);
        Objects.requireNonNull(element, "element");
        StackRoom.check();
        Sent sent = core.sendOrLock(element);
        if (sent == Sent.CLOSED) {
            throw core.sendOnClosed();
        }
        if (sent == Sent.YES) {
            return true;
        }
        ThreadWaiter waiter = ThreadWaiter.orUnlock(core);
        waiter.element(element);
        core.awaitTaker(waiter);
        if (!waiter.await(core, nanos) && core.withdrawSender(waiter)) {
            waiter.throwIfInterrupted("interrupted while sending: the element was not taken");
            return false;
        }
        waiter.awaitAfterInterrupt(core);
        if (waiter.takeElement() == ChannelCore.CLOSED) {
            throw core.sendOnClosed();
        }
        return true;
    }

    @Override
    public T take() throws InterruptedException {
        Option<T> received = view.receiveOption();
        return received.getOrElseThrow(() -> new IllegalStateException("channel is closed: channel=" + channel));
    }

    @Override
    public T poll() {
        return view.tryReceive().toOption().getOrNull();
    }

    /**
     * Receives an element, waiting up to the given time for it.
     *
     * @return null if the time was up, nothing was taken then; or if the channel is closed and drained
     */
    @Override
    @SuppressWarnings("unchecked") // only elements of type T are sent
    public @Nullable T poll(long timeout, TimeUnit unit) throws InterruptedException {
        long nanos = Objects.requireNonNull(unit, "unit").toNanos(timeout);
        StackRoom.check();
        Object element = core.receiveOrLock();
        if (element == null) {
            ThreadWaiter waiter = ThreadWaiter.orUnlock(core);
            core.awaitElement(waiter);
            if (!waiter.await(core, nanos) && core.withdrawReceiver(waiter)) {
                waiter.throwIfInterrupted("interrupted while receiving: no element was taken");
                return null;
            }
            waiter.awaitAfterInterrupt(core);
            element = waiter.takeElement();
        }
        return element == ChannelCore.CLOSED ? null : (T) element;
    }

    /** How many elements could be sent at this moment without waiting for a receiver. */
    @Override
    public int remainingCapacity() {
        return core.visibleCapacity() - core.visibleCount();
    }

    /** The number of elements in the buffer at this moment. */
    @Override
    public int size() {
        return core.visibleCount();
    }

    @Override
    public int drainTo(Collection<? super T> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super T> target, int limit) {
        if (Objects.requireNonNull(target, "target") == this) {
            throw new IllegalArgumentException("a queue cannot be drained to itself");
        }
        int n = 0;
        while (n < limit) {
            T element = poll();
            if (element == null) {
                break;
            }
            target.add(element);
            n++;
        }
        return n;
    }

    @Override
    public void clear() {
        while (poll() != null) {
            // dropped
        }
    }

    private static UnsupportedOperationException noLook(String method) {
        return new UnsupportedOperationException(method + ": elements of a channel cannot be seen without taking them");
    }

    @Override
    public T peek() {
        throw noLook("peek");
    }

    @Override
    public Iterator<T> iterator() {
        throw noLook("iterator");
    }

    @Override
    public String toString() {
        return channel.toString();
    }
}
