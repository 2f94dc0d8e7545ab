package io.gondola.dsl.channel;

import io.gondola.scheduler.SpinLock;
import io.gondola.scheduler.WaitQueue;
import io.gondola.scheduler.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A channel's state and operations, below the typed API and the select statement.
 *
 * @go runtime/chan.go, {@code hchan}
 */
public abstract class ChannelCore extends SpinLock {
    /*
     * Algorithm. Go's: one lock, a ring of elements, and two FIFO queues of waiters. An operation that finds its
     * counterpart waiting hands the element over directly, unlocks, and wakes it; the element never touches the ring
     * unless older ones are in it.
     *
     * Invariants
     *   I1  All fields are guarded by the lock, but for unlocked looks at `count`, which are snapshots.
     *   I2  At least one of the queues is empty, but for a select that both sends and receives on this channel; then
     *       both hold entries of the same select only, or entries that can no longer be claimed.
     *   I3  If the ring holds elements no receiver that can be claimed waits; if it has room no such sender waits.
     *   I4  A closed channel has no waiters.
     *   I5  A waiter is woken after the lock was released, exactly once, by the party that took it from its queue and
     *       claimed it. A waiting sender's entry then holds null if its element was taken, and CLOSED if not; a waiting
     *       receiver's holds the element, or CLOSED.
     *   I6  Those who wait for the end, beside the receivers, are woken once the channel is closed and drained. They do
     *       nothing but wake a goroutine, and so are woken under the lock.
     *
     * Differences from Go. Elements are not null, so that null can mean "not ready". The lock spins, then parks its
     * thread: no user code runs under it.
     */

    /** In place of an element: there is none and never will be. */
    public static final Object CLOSED = new Object() {
        @Override
        public String toString() {
            return "closed";
        }
    };

    private final Object[] ring;
    private int head;
    private int count;
    private boolean closed;
    private volatile boolean openToOutside;
    private final WaitQueue receivers = new WaitQueue();
    private final WaitQueue senders = new WaitQueue();

    protected ChannelCore(int capacity) {
        this.ring = capacity == 0 ? NO_ELEMENTS : new Object[capacity];
    }

    /** What a receive yields once the channel is closed and drained. */
    public abstract @Nullable Object zeroValue();

    /** What a send on this channel throws once it is closed. */
    public abstract RuntimeException sendOnClosed();

    /**
     * Takes an element, or learns that the channel is closed and drained.
     *
     * @return the element, or {@link #CLOSED}, or null if the caller must wait: it then holds the lock, and calls
     *     {@link #awaitElement} or {@link #unlock}
     */
    public final @Nullable Object receiveOrLock() {
        lock();
        Waiter sender = senders.take();
        if (sender != null) {
            Object element = takeFrom(sender);
            unlock();
            sender.wake();
            return element;
        }
        if (count > 0) {
            Object element = takeBuffered();
            unlock();
            return element;
        }
        if (closed) {
            unlock();
            return CLOSED;
        }
        return null;
    }

    /**
     * Gives {@code element} to a receiver or puts it into the ring.
     *
     * @return whether it did; on {@link Sent#NOT_YET} the caller holds the lock, and calls {@link #awaitTaker} or
     *     {@link #unlock}
     */
    public final Sent sendOrLock(Object element) {
        lock();
        if (closed) {
            unlock();
            return Sent.CLOSED;
        }
        Waiter receiver = receivers.take();
        if (receiver != null) {
            receiver.element(element);
            unlock();
            receiver.wake();
            return Sent.YES;
        }
        if (count < ring.length) {
            putBuffered(element);
            unlock();
            return Sent.YES;
        }
        return Sent.NOT_YET;
    }

    /** Queues {@code receiver} and unlocks; the lock is held. */
    public final void awaitElement(Waiter receiver) {
        receivers.addWhereSomeAreGone(receiver);
        unlock();
    }

    /** Queues {@code sender}, whose entry holds the element, and unlocks; the lock is held. */
    public final void awaitTaker(Waiter sender) {
        senders.addWhereSomeAreGone(sender);
        unlock();
    }

    /** Takes an element if there is one. Returns it, or {@link #CLOSED}, or null if nothing is ready. */
    public final @Nullable Object pollElement() {
        Object element = receiveOrLock();
        if (element == null) {
            unlock();
        }
        return element;
    }

    /** Gives {@code element} away if somebody or the ring takes it at once. */
    public final Sent offerElement(Object element) {
        Sent sent = sendOrLock(element);
        if (sent == Sent.NOT_YET) {
            unlock();
        }
        return sent;
    }

    /** Closes the channel and wakes all who wait. Returns false if it was closed before. */
    public final boolean closeCore() {
        lock();
        if (closed) {
            unlock();
            return false;
        }
        closed = true;
        Waiter woken = null;
        for (Waiter w = receivers.take(); w != null; w = receivers.take()) {
            woken = stack(w, woken);
        }
        for (Waiter w = senders.take(); w != null; w = senders.take()) {
            woken = stack(w, woken);
        }
        if (count == 0) {
            wakeWatchers();
        }
        unlock();
        // The last one queued is woken first, as in Go; each is unlinked before it may run.
        while (woken != null) {
            Waiter next = WaitQueue.unstack(woken);
            woken.wake();
            woken = next;
        }
        return true;
    }

    private static Waiter stack(Waiter w, @Nullable Waiter onto) {
        w.element(CLOSED);
        return WaitQueue.stack(w, onto);
    }

    /**
     * Keeps {@code owner}, which will close the channel, as long as anybody has the channel. To be called once, before
     * it is used.
     */
    public final void ownedBy(Object owner) {
        senders.keep(owner);
    }

    // for those who must know the end, and take no element

    /**
     * Queues {@code watcher} until the channel is closed and drained. Returns false if it is; then it does not wait.
     */
    public final boolean watchEnd(Waiter watcher) {
        WaitQueue fresh = new WaitQueue(); // there may be no memory
        lock();
        boolean open = !isDrained();
        if (open) {
            WaitQueue known = receivers.aside();
            WaitQueue watchers = known == null ? fresh : known;
            receivers.aside(watchers);
            watchers.add(watcher);
        }
        unlock();
        return open;
    }

    /** Takes {@code watcher}, which may be queued, out again. */
    public final void unwatchEnd(Waiter watcher) {
        lock();
        WaitQueue watchers = receivers.aside();
        if (watchers != null) {
            watchers.remove(watcher);
        }
        unlock();
    }

    /** Whether the channel is closed and nothing is left in it. */
    public final boolean hasEnded() {
        lock();
        boolean ended = isDrained();
        unlock();
        return ended;
    }

    private boolean isDrained() {
        return closed && count == 0;
    }

    private void wakeWatchers() {
        WaitQueue watchers = receivers.aside();
        if (watchers != null) {
            receivers.aside(null);
            for (Waiter w = watchers.poll(); w != null; w = watchers.poll()) {
                w.wake();
            }
        }
    }

    /** Takes {@code w} out of the queue of receivers. Returns false if somebody has served it already. */
    public final boolean withdrawReceiver(Waiter w) {
        lock();
        boolean there = receivers.remove(w);
        unlock();
        return there;
    }

    /** Takes {@code w} out of the queue of senders. Returns false if somebody has served it already. */
    public final boolean withdrawSender(Waiter w) {
        lock();
        boolean there = senders.remove(w);
        unlock();
        return there;
    }

    /** {@code len(c)}: the number of elements in the ring, a snapshot. */
    public final int visibleCount() {
        return (int) COUNT.getOpaque(this);
    }

    /** {@code cap(c)}. */
    public final int visibleCapacity() {
        return ring.length;
    }

    /** Declares that threads outside any scheduler use this channel. */
    public final void openToOutside() {
        openToOutside = true;
    }

    /** Whether a goroutine that waits here may be readied by a thread outside any scheduler. */
    public final boolean isOpenToOutside() {
        return openToOutside;
    }

    // for the select statement: the caller holds the lock

    /** Takes the first sender that can be claimed; null if none waits. */
    public final @Nullable Waiter takeSender() {
        return senders.take();
    }

    /** Takes the first receiver that can be claimed; null if none waits. */
    public final @Nullable Waiter takeReceiver() {
        return receivers.take();
    }

    /** Takes the oldest element, which a claimed sender may have to be given room for. */
    public final @Nullable Object takeFrom(Waiter sender) {
        if (ring.length == 0) {
            return sender.takeElement();
        }
        Object oldest = ring[head];
        ring[head] = sender.takeElement();
        head = head + 1 == ring.length ? 0 : head + 1;
        return oldest;
    }

    public final boolean isClosed() {
        return closed;
    }

    public final boolean hasBuffered() {
        return count > 0;
    }

    public final boolean hasRoom() {
        return count < ring.length;
    }

    public final Object takeBuffered() {
        Object element = ring[head];
        ring[head] = null;
        head = head + 1 == ring.length ? 0 : head + 1;
        count--;
        if (closed && count == 0) {
            wakeWatchers();
        }
        return element;
    }

    public final void putBuffered(Object element) {
        int tail = head + count;
        ring[tail < ring.length ? tail : tail - ring.length] = element;
        count++;
    }

    public final void addReceiver(Waiter w) {
        receivers.addWhereSomeAreGone(w);
    }

    public final void addSender(Waiter w) {
        senders.addWhereSomeAreGone(w);
    }

    public final void removeReceiver(Waiter w) {
        receivers.remove(w);
    }

    public final void removeSender(Waiter w) {
        senders.remove(w);
    }

    /** Whether a receive would not wait. Without the lock the answer is a hint. */
    public final boolean canReceive() {
        return count > 0 || closed || !senders.isEmpty();
    }

    /** Whether a send would not wait. Without the lock the answer is a hint. */
    public final boolean canSend() {
        return closed || count < ring.length || !receivers.isEmpty();
    }

    // for the explorer, between two steps

    /** The number of elements in the ring. */
    public final int bufferedCount() {
        return count;
    }

    /** The size of the ring. */
    public final int bufferSize() {
        return ring.length;
    }

    /**
     * Lets {@code choice} say, if several goroutines wait to send, who is served next; see {@link
     * WaitQueue#chooseFirst}.
     */
    public final void chooseSender(IntUnaryOperator choice) {
        senders.chooseFirst(w -> true, choice);
    }

    /** Lets {@code choice} say, if several goroutines wait to receive, who is served next. */
    public final void chooseReceiver(IntUnaryOperator choice) {
        receivers.chooseFirst(w -> true, choice);
    }

    /** Whether a goroutine waits to send. */
    public final boolean hasSenders() {
        return !senders.isEmpty();
    }

    /** Whether a goroutine or thread waits to receive: a snapshot. */
    public final boolean hasReceivers() {
        return !receivers.isEmpty();
    }

    private static final Object[] NO_ELEMENTS = {};
    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(ChannelCore.class, "count", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
