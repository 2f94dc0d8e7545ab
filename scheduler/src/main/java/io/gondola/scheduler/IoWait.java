package io.gondola.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * One goroutine's wait until a channel is ready for an operation, made by {@link Scheduler#ioWait} and used once.
 *
 * @go runtime/netpoll.go, {@code netpollblock}
 */
public final class IoWait extends TimerTask {
    /*
     * States
     *
     *   NEW (null) --park--> PARKED --decide--> an outcome, or the exception with which it failed
     *   NEW --decide--> an outcome or exception; park then answers false
     *
     * The poller (ready, closed, failed), a timer (deadline) and any thread (cancel) compete to decide; one
     * compare-and-set lets the first win. The goroutine is woken by the second of the one that decides and
     * the one that parks, so it runs exactly once, and never before its frames are complete.
     *
     * After park the goroutine's own thread still hands the wait to the poller, and the goroutine may already run
     * elsewhere: this object is touched then, the goroutine is not. The poller may get the wait when it is decided; it
     * drops it.
     */
    private static final Object PARKED = new Object();
    static final int READING = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;

    private final Goroutine goroutine;
    private final Poller poller;
    private long limit = Long.MAX_VALUE;
    final SelectableChannel channel;
    final int operation;

    @SuppressWarnings("unused") // through STATE
    private @Nullable Object state;

    IoWait(Goroutine goroutine, Poller poller, SelectableChannel channel, int operation) {
        checkOperation(channel, operation);
        this.goroutine = goroutine;
        this.poller = poller;
        this.channel = channel;
        this.operation = operation;
        if (!channel.isOpen()) {
            decide(IoOutcome.CLOSED);
        } else if (channel.isBlocking()) {
            throw new IllegalArgumentException(
                    "channel must be in non-blocking mode, call configureBlocking(false): " + channel);
        }
    }

    static void checkOperation(SelectableChannel channel, int operation) {
        if (Integer.bitCount(operation) != 1 || (channel.validOps() & operation) == 0) {
            throw new IllegalArgumentException(
                    "operation must be one that the channel has: " + name(operation) + ", channel=" + channel);
        }
    }

    /** What {@code operation} is called in messages. */
    static String name(int operation) {
        return switch (operation) {
            case SelectionKey.OP_READ -> "read";
            case SelectionKey.OP_WRITE -> "write";
            case SelectionKey.OP_CONNECT -> "connect";
            case SelectionKey.OP_ACCEPT -> "accept";
            default -> Integer.toString(operation);
        };
    }

    /** The channel that is waited for. */
    public SelectableChannel channel() {
        return channel;
    }

    /**
     * Goroutine, before it parks: ends the wait at {@code nanos} of {@link Scheduler#nanoTime}; at {@link
     * Long#MAX_VALUE} never.
     */
    public void limit(long nanos) {
        limit = nanos;
    }

    long limit() {
        return limit;
    }

    /** Whether the goroutine never goes on, since its program has ended. */
    @Override
    public boolean abandoned() {
        return goroutine.program().ended();
    }

    /** Whether the outcome is known: the goroutine need not park. */
    public boolean decided() {
        return isDecision(STATE.getAcquire(this));
    }

    private static boolean isDecision(Object state) {
        return state != null && state != PARKED;
    }

    /**
     * Ends the wait with {@link IoOutcome#CANCELLED} unless it has ended. Any thread, also before the goroutine parks.
     */
    public void cancel() {
        decideElsewhere(IoOutcome.CANCELLED);
    }

    /**
     * Takes the wait back from all that may end it: the goroutine, which stands still, is the caller's then. Any
     * thread, after the goroutine has parked.
     *
     * @return false if the wait has ended: the goroutine runs, or is about to
     */
    public boolean withdraw() {
        if (!STATE.compareAndSet(this, PARKED, IoOutcome.CANCELLED)) {
            return false;
        }
        if (heap() != null) {
            goroutine.scheduler().disarm(this);
        }
        poller.postLazily(n -> n.withdraw(this));
        return true;
    }

    /**
     * The outcome, once the goroutine runs again. Stops the deadline's timer.
     *
     * @throws Exception why the channel cannot be waited for, such as that the selector fails to open
     */
    public IoOutcome outcome() throws Exception {
        if (heap() != null) {
            goroutine.scheduler().disarm(this);
        }
        Object decision = STATE.getAcquire(this);
        if (decision instanceof Exception e) {
            throw e;
        }
        return (IoOutcome) decision;
    }

    Goroutine goroutine() {
        return goroutine;
    }

    /** Whether it waits as a reader does; else as a writer. */
    boolean reads() {
        return (operation & READING) != 0;
    }

    /** Returns false if the wait was decided already; the goroutine then must be woken by its own thread. */
    boolean park() {
        return STATE.compareAndSet(this, null, PARKED);
    }

    /** Ends the wait unless it has ended. */
    void decide(IoOutcome outcome) {
        wakes(outcome);
    }

    /** Poller only. */
    void fail(Exception e) {
        wakes(e);
    }

    /** Ends the wait with an outcome or exception unless it has ended. Returns whether that has woken the goroutine. */
    private boolean wakes(Object decision) {
        Object before;
        do {
            before = STATE.getAcquire(this);
            if (isDecision(before)) {
                return false;
            }
        } while (!STATE.compareAndSet(this, before, decision));
        if (before == PARKED) {
            goroutine.wake();
        }
        return before == PARKED;
    }

    /** For others than the poller: it may still have the wait in its tables, but need not hurry to remove it. */
    private void decideElsewhere(IoOutcome outcome) {
        if (wakes(outcome)) {
            poller.postLazily(n -> n.withdraw(this));
        }
    }

    @Override
    protected long fire(long now) {
        decideElsewhere(IoOutcome.TIMED_OUT);
        return Long.MAX_VALUE;
    }

    @Override
    protected Program program() {
        return goroutine.program();
    }

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(IoWait.class, "state", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
