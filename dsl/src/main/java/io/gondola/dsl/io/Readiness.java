package io.gondola.dsl.io;

import io.gondola.dsl.Go;
import io.gondola.dsl.Operation;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.scheduler.IoOutcome;
import io.gondola.scheduler.IoWait;
import io.gondola.scheduler.Scheduler;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * One operation of one channel, and the goroutine that waits until the channel is ready for it.
 *
 * <p>The channel is in non-blocking mode. A goroutine tries the operation, and if that does nothing waits here, then
 * tries again. At most one goroutine waits to read or accept, and at most one to write or connect. A goroutine that
 * waits here is never reported as deadlocked.
 *
 * <pre>{@code
 * Readiness readable = Readiness.toRead(channel);
 * Go<Integer> read = suspend(() -> {
 *     int n = channel.read(buffer);
 *     return n != 0 ? pure(n) : readable.await().then(again());
 * });
 * }</pre>
 *
 * <p>Differences from Go: readiness that came while nobody waited is not remembered; it does not get lost, for a
 * channel that still is ready ends a wait at once.
 *
 * @go internal/poll/fd_poll_runtime.go, {@code pollDesc}
 */
public final class Readiness {
    /*
     * `waiting` holds the wait from before the goroutine reads its deadline until after it runs again. So a thread that
     * changes the deadline and then cancels either meets the wait, or has changed the deadline before that is read.
     */
    private final SelectableChannel channel;
    private final int operation;
    private final AtomicReference<IoWait> waiting = new AtomicReference<>();
    private final Go<IoOutcome> unlimited = new Await(() -> Long.MAX_VALUE);

    private Readiness(SelectableChannel channel, int operation) {
        this.channel = Objects.requireNonNull(channel, "channel");
        this.operation = operation;
        if ((channel.validOps() & operation) == 0) {
            throw new IllegalArgumentException("channel must have the operation: operation=" + this);
        }
    }

    /**
     * Readiness of {@code channel} to be read.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    public static Readiness toRead(SelectableChannel channel) {
        return new Readiness(channel, SelectionKey.OP_READ);
    }

    /**
     * Readiness of {@code channel} to be written.
     *
     * @throws IllegalArgumentException if it cannot be written
     */
    public static Readiness toWrite(SelectableChannel channel) {
        return new Readiness(channel, SelectionKey.OP_WRITE);
    }

    /**
     * Readiness of {@code channel} to accept a connection.
     *
     * @throws IllegalArgumentException if it does not accept connections
     */
    public static Readiness toAccept(SelectableChannel channel) {
        return new Readiness(channel, SelectionKey.OP_ACCEPT);
    }

    /**
     * Readiness of {@code channel} to finish connecting.
     *
     * @throws IllegalArgumentException if it does not connect
     */
    public static Readiness toConnect(SelectableChannel channel) {
        return new Readiness(channel, SelectionKey.OP_CONNECT);
    }

    /** Waits without a deadline: see {@link #await(LongSupplier)}. */
    public Go<IoOutcome> await() {
        return unlimited;
    }

    /**
     * Parks the goroutine until the channel is ready, {@link #cancel} is called, the channel is closed, or the deadline
     * has passed.
     *
     * <p>Panics, when it runs, with
     *
     * <ul>
     *   <li>{@link IllegalStateException} if another goroutine waits on the same side of the channel;
     *   <li>{@link IllegalArgumentException} if the channel is in blocking mode;
     *   <li>{@link UnsupportedOperationException} under the deterministic runtime, where there is no real input and
     *       output;
     *   <li>{@link IOException} if the system gives no selector.
     * </ul>
     *
     * @param deadline asked for once in each wait, when it begins: nanoseconds of the scheduler's clock,
     *     {@link Long#MAX_VALUE} for none
     * @go internal/poll/fd_poll_runtime.go, {@code waitRead}, {@code waitWrite}
     */
    public Go<IoOutcome> await(LongSupplier deadline) {
        return new Await(Objects.requireNonNull(deadline, "deadline"));
    }

    /** Lets the goroutine that waits, if there is one, go on with {@link IoOutcome#CANCELLED}. Any thread. */
    public void cancel() {
        IoWait wait = waiting.get();
        if (wait != null) {
            wait.cancel();
        }
    }

    /**
     * Closes {@code channel}; a goroutine that waits on it goes on with {@link IoOutcome#CLOSED}. Panics, when it runs,
     * with what closing throws.
     *
     * <p>Parks until the system has the channel's file descriptor back, so that another one can be bound to its address
     * at once. A {@link SocketChannel}, whose address is its peer's, too, is not waited for.
     *
     * <p>A channel that is closed without this program lets its waiters know a second late.
     */
    public static Go<Unit> close(SelectableChannel channel) {
        return new Close(Objects.requireNonNull(channel, "channel"));
    }

    /**
     * The first half of {@link #close}, for an operation that has more to do: closes {@code channel} at once, on this
     * thread. A goroutine that waits on it goes on with {@link IoOutcome#CLOSED}.
     *
     * @param scheduler the one on which goroutines wait for the channel
     * @return the second half: parks until the system has the channel's file descriptor back; {@link Go#unit()} itself
     *     if there is nothing to wait for
     */
    public static Go<Unit> closeNow(Scheduler scheduler, SelectableChannel channel) throws IOException {
        if (channel instanceof SocketChannel) {
            scheduler.closeIo(channel);
            return Go.unit();
        }
        CompletableFuture<Unit> letGo = new CompletableFuture<>();
        scheduler.closeIo(channel, () -> letGo.complete(Unit.UNIT));
        return letGo.isDone() ? Go.unit() : Go.fromFuture(letGo);
    }

    @Override
    public String toString() {
        String verb = switch (operation) {
            case SelectionKey.OP_READ -> "read";
            case SelectionKey.OP_WRITE -> "write";
            case SelectionKey.OP_ACCEPT -> "accept";
            default -> "connect";
        };
        return verb + ", channel=" + channel;
    }

    private final class Await extends Operation<IoOutcome> {
        private final LongSupplier deadline;

        Await(LongSupplier deadline) {
            this.deadline = deadline;
        }

        @Override
        public Object exec(Fiber f) throws Exception {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            IoWait wait = f.scheduler().ioWait(f, channel, operation);
            if (wait.decided()) {
                return wait.outcome();
            }
            IoWait other = waiting.compareAndExchange(null, wait);
            if (other != null && !replaceAbandoned(other, wait)) {
                throw new IllegalStateException(
                        "at most one goroutine waits, another one does already: operation=" + Readiness.this);
            }
            try {
                wait.limit(deadline.getAsLong());
            } catch (RuntimeException | Error e) {
                waiting.set(null);
                throw e;
            }
            f.element(wait);
            return f.park(this);
        }

        /** The goroutine of an ended program leaves its wait behind. */
        private boolean replaceAbandoned(IoWait other, IoWait wait) {
            return other.abandoned() && waiting.compareAndSet(other, wait);
        }

        @Override
        @SuppressWarnings("NullAway") // it has one while it waits
        public void commit(Fiber f) {
            f.scheduler().awaitIo((IoWait) f.element());
        }

        @Override
        public void abort() {
            waiting.set(null);
        }

        @Override
        @SuppressWarnings("NullAway") // it has one until it goes on
        public Object resumed(Fiber f) throws Exception {
            IoWait wait = (IoWait) f.takeElement();
            waiting.set(null);
            return wait.outcome();
        }

        @Override
        public String waitReason() {
            return "IO wait";
        }

        @Override
        public Object waitsOn() {
            return channel;
        }

        @Override
        public boolean mayBeReadiedFromOutside() {
            return true;
        }
    }

    private static final class Close extends Operation<Unit> {
        private final SelectableChannel channel;

        Close(SelectableChannel channel) {
            this.channel = channel;
        }

        @Override
        public Object exec(Fiber f) throws Exception {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            Go<Unit> letGo = closeNow(f.scheduler(), channel);
            return letGo == Go.unit() ? Unit.UNIT : f.call(letGo);
        }
    }
}
