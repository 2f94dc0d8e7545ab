package io.gondola.scheduler;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Input and output: the selector, and the channels that goroutines wait for. All but {@link #wakeup} and {@link
 * #watches} is for the thread that holds the lock; others send it {@linkplain Request requests}.
 *
 * @go runtime/netpoll.go, runtime/netpoll_epoll.go
 */
final class Netpoll {
    /*
     * The selector is opened when the first wait arrives. A channel is registered at its first wait and stays so until
     * it is closed.
     *
     * Interest. NIO has level triggers only: what is ready, and of interest, is found at each select. Interest in
     * reading stays when it has woken the goroutine, which mostly has read and waits again by the next select: neither
     * costs a system call then, and nobody need be woken for the wait, since the system watches already. Where many
     * are ready at once, those that run last are found ready again before they have read. So interest in reading ends
     * only when a channel was found ready LOOKS times in a row, and nobody waited; or WAITS times by a select that
     * waits, since that returns at once because of it. A reader that is slow costs so many finds. Interest in writing
     * and connecting ends with the wait: a socket can mostly be written, and NIO finds nothing ready, again and again,
     * where there is interest in connecting a socket that is connected.
     *
     * A wait on a watched channel wakes nobody, if it is the only one for its operation there: it is taken from the
     * queue before the next select that waits, in any case. Where there are two, one fails, and should not learn it
     * late; nor should waits that end otherwise, again and again, fill the queue: so the second one wakes. `watches` is
     * asked after the wait was sent. Interest ends before the queue is looked at again, so a thread that sees it just
     * before its end has sent what will be found there.
     *
     * A channel closed by closeIo is told here at once. NIO tells nobody of one that was closed behind our back, nor of
     * a key that was cancelled; worse, it keeps the file descriptor of a closed channel open until the next select. So
     * the poller, as long as any channel is registered, looks once a second: it ends the waits on closed channels, and
     * registers again those that are open and have lost their keys.
     *
     * A selector that returns at once, again and again, with nothing ready (a known fault of epoll and of NIO with some
     * broken connections) is replaced by a fresh one, as Netty does. But first the channels are looked at: NIO marks a
     * channel as closed before it cancels its keys, and a thread that loses its core between the two leaves a key for
     * which the system reports bytes and NIO nothing. On a busy machine that is thousands of returns. Such keys are
     * cancelled here, and the selector is sound.
     *
     * What fails ends the waits concerned, with the reason, and nothing else: a selector that cannot be opened is tried
     * again at the next wait.
     *
     * Differences from Go. Go registers a descriptor once, edge-triggered, for both directions, and remembers readiness
     * that nobody waited for. NIO has level triggers only.
     */
    private static final int EMPTY_RETURNS = 512; // Netty's default
    private static final long PAUSE_NANOS = 10_000_000;
    private static final int FEW = 256;
    private static final int LOOKS = 8;
    private static final int WAITS = 2;

    private final Selectors selectors;
    private final IdentityHashMap<SelectableChannel, PollDescriptor> descriptors = new IdentityHashMap<>();
    private final Consumer<SelectionKey> whenFound = Netpoll::found;
    private final Consumer<SelectionKey> whenReady = Netpoll::ready;
    private final ReentrantLock lock = new ReentrantLock();
    private int emptyReturns;
    private boolean endedLeft;
    private boolean closed;

    /** Null before the first wait and after the end. */
    private volatile @Nullable Selector selector;

    /** How often a channel was registered. Written by the holder of the lock. */
    private volatile long registrations;

    /** Whether there are channels to look after. Written by the holder of the lock. */
    private volatile boolean active;

    /** Something to do for the thread that holds the lock. */
    interface Request {
        void handle(Netpoll netpoll);
    }

    Netpoll(Selectors selectors) {
        this.selectors = selectors;
    }

    void lock() {
        lock.lock();
    }

    boolean tryLock() {
        return lock.tryLock();
    }

    void unlock() {
        Selector s = selector;
        boolean now = s != null && !(descriptors.isEmpty() && s.keys().isEmpty());
        if (now != active) {
            active = now;
        }
        lock.unlock();
    }

    /** How often a channel was registered: counted after that, and before the channel can be let go. Any thread. */
    long registrations() {
        return registrations;
    }

    /** Lets the select under way, or the next one, return at once. Any thread. */
    void wakeup() {
        Selector s = selector;
        if (s != null) {
            s.wakeup();
        }
    }

    /**
     * Whether there were channels to look after when the lock was released last: some that are closed but not let go
     * yet, or open and without a key. Any thread.
     */
    boolean isActive() {
        return active;
    }

    /**
     * Whether nobody need be woken for {@code wait}, which was sent here: the system watches its channel, and will
     * tell. Any thread.
     */
    boolean watches(IoWait wait) {
        Selector s = selector;
        SelectionKey key = s == null ? null : wait.channel.keyFor(s);
        try {
            return key != null
                    && (key.interestOps() & wait.operation) != 0
                    && ((PollDescriptor) key.attachment()).sentQuietly(wait.operation);
        } catch (CancelledKeyException e) {
            return false;
        }
    }

    /** Begins to watch for {@code wait}, which has just arrived. */
    void watch(IoWait wait) {
        PollDescriptor d = wait.decided()
                ? descriptors.get(wait.channel)
                : descriptors.computeIfAbsent(wait.channel, PollDescriptor::new);
        if (d == null) {
            return;
        }
        if (wait.decided()) {
            d.arrivedLate(wait);
            return;
        }
        if (!d.add(wait)) {
            wait.fail(new IllegalStateException("at most one goroutine waits to " + IoWait.name(wait.operation)
                    + ", another one does already: channel=" + wait.channel));
            return;
        }
        try {
            register(d);
        } catch (ClosedChannelException e) {
            closed(wait.channel);
        } catch (IOException | RuntimeException e) {
            d.remove(wait);
            if (d.key == null && d.interest() == 0) {
                descriptors.remove(wait.channel);
            }
            wait.fail(e);
        }
    }

    private void register(PollDescriptor d) throws IOException {
        try {
            if (d.key == null) {
                registerFirst(d);
            } else if ((d.key.interestOps() & d.interest()) != d.interest()) {
                d.key.interestOps(d.key.interestOps() | d.interest());
            }
        } catch (CancelledKeyException e) {
            select(0); // a cancelled key is in the way until then
            registerFirst(d);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // guarded by the lock
    private void registerFirst(PollDescriptor d) throws IOException {
        d.key = d.channel.register(openSelector(), d.interest(), d);
        registrations++;
    }

    private Selector openSelector() throws IOException {
        Selector s = selector;
        if (s == null) {
            if (closed) {
                throw new ClosedChannelException();
            }
            try {
                s = selectors.open();
            } catch (IOException e) {
                throw new IOException("the selector cannot be opened: " + e.getMessage(), e);
            }
            selector = s;
        }
        return s;
    }

    /** Forgets {@code wait}, which has ended otherwise. */
    void withdraw(IoWait wait) {
        PollDescriptor d = descriptors.get(wait.channel);
        if (d != null) {
            d.remove(wait);
            endInterest(d, wait.operation & ~IoWait.READING);
        }
    }

    /** Ends the interest in {@code operations}, for which nobody waits. */
    private static void endInterest(PollDescriptor d, int operations) {
        try {
            if (d.key != null && operations != 0) {
                d.key.interestOps(d.key.interestOps() & ~(operations & ~d.interest()));
            }
        } catch (CancelledKeyException e) {
            // sweep registers it again if somebody waits
        }
    }

    private static void found(SelectionKey key) {
        ready(key, LOOKS);
    }

    private static void ready(SelectionKey key) {
        ready(key, WAITS);
    }

    private static void ready(SelectionKey key, int patience) {
        PollDescriptor d = (PollDescriptor) key.attachment();
        try {
            endInterest(d, d.ready(key.readyOps(), patience));
        } catch (CancelledKeyException e) {
            // closed meanwhile
        }
    }

    /** Ends the waits for {@code channel}, which is closed. */
    void closed(SelectableChannel channel) {
        PollDescriptor d = descriptors.remove(channel);
        if (d != null) {
            d.closed();
        }
    }

    /** As {@link #closed(SelectableChannel)}; then lets go of it, and runs {@code letGo}, if that is not null. */
    void closed(SelectableChannel channel, @Nullable Runnable letGo) {
        closed(channel);
        if (letGo != null) {
            select(0);
            letGo.run();
        }
    }

    /** As {@link #dropEnded}, unless that takes long: then {@link #sweep} does it. */
    void dropEndedIfFew() {
        if (descriptors.size() <= FEW) {
            dropEnded();
        } else {
            endedLeft = true;
        }
    }

    /** Drops the waits of ended programs, and lets go of their channels. */
    private void dropEnded() {
        endedLeft = false;
        descriptors.values().removeIf(d -> {
            if (!d.dropEnded() || d.interest() != 0) {
                return false;
            }
            if (d.key != null) {
                d.key.cancel();
            }
            return true;
        });
    }

    /**
     * Readies the goroutines that wait for channels that are ready.
     *
     * @param millis for how long to wait for one; 0 for not at all
     * @return whether there was any
     */
    boolean select(long millis) {
        Selector s = selector;
        if (s == null) {
            return false;
        }
        try {
            return selectors.select(s, millis == 0 ? whenFound : whenReady, millis) > 0;
        } catch (IOException e) {
            Log.LOG.warn("Selector failed: channels={}", descriptors.size(), e);
            replaceSelector();
            return false;
        }
    }

    /** To be told after a select that was to wait: whether it returned before its time, for no reason. */
    void returned(boolean forNothing) {
        emptyReturns = forNothing ? emptyReturns + 1 : 0;
        if (emptyReturns >= EMPTY_RETURNS) {
            emptyReturns = 0;
            if (!letGoOfClosed()) {
                Log.LOG.warn(
                        "Selector returns for nothing, again and again, and is replaced: returns={}, channels={}",
                        EMPTY_RETURNS,
                        descriptors.size());
                replaceSelector();
            }
        }
    }

    /** Cancels the keys of channels that are being closed. Returns whether there were any. */
    private boolean letGoOfClosed() {
        List<PollDescriptor> closed =
                descriptors.values().stream().filter(d -> !d.channel.isOpen()).toList();
        for (PollDescriptor d : closed) {
            if (d.key != null) {
                d.key.cancel();
            }
            closed(d.channel);
        }
        return !closed.isEmpty();
    }

    private void replaceSelector() {
        Selector old = selector;
        Selector fresh;
        try {
            fresh = selectors.open();
        } catch (IOException e) {
            Log.LOG.warn("Selector cannot be replaced, the old one stays: channels={}", descriptors.size(), e);
            pause();
            return;
        }
        selector = fresh;
        for (PollDescriptor d : List.copyOf(descriptors.values())) {
            if (d.key != null) {
                d.key.cancel();
                d.key = null;
            }
            registerOrFail(d);
        }
        close(old);
    }

    /** A selector that fails at once and cannot be replaced must not keep a core busy. */
    private static void pause() {
        LockSupport.parkNanos(Netpoll.class, PAUSE_NANOS);
    }

    private void registerOrFail(PollDescriptor d) {
        try {
            register(d);
        } catch (ClosedChannelException e) {
            closed(d.channel);
        } catch (IOException | RuntimeException e) {
            descriptors.remove(d.channel);
            d.fail(e);
        }
    }

    /**
     * Looks for channels that were closed and keys that were cancelled without telling, and for what ended programs
     * left.
     */
    void sweep() {
        if (endedLeft) {
            dropEnded();
        }
        List<PollDescriptor> lost = new ArrayList<>();
        for (PollDescriptor d : descriptors.values()) {
            if (d.key == null || !d.key.isValid()) {
                lost.add(d);
            }
        }
        for (PollDescriptor d : lost) {
            if (!d.channel.isOpen()) {
                closed(d.channel);
            } else if (d.interest() == 0) {
                descriptors.remove(d.channel);
            } else {
                registerOrFail(d);
            }
        }
    }

    /** Lets go of everything. Nobody is woken: the programs have ended. */
    void close() {
        closed = true;
        Selector s = selector;
        selector = null;
        descriptors.clear();
        close(s);
    }

    private static void close(@Nullable Selector s) {
        if (s == null) {
            return;
        }
        try {
            s.close();
        } catch (IOException e) {
            Log.LOG.warn("Selector cannot be closed", e);
        }
    }
}
