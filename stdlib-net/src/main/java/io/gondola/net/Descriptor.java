package io.gondola.net;

import io.gondola.dsl.Go;
import io.gondola.dsl.Operation;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Nanos;
import io.gondola.dsl.io.Readiness;
import io.gondola.net.transport.Addresses;
import io.gondola.net.transport.Route;
import io.gondola.scheduler.Scheduler;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * An open socket, its two directions and its end.
 *
 * @go internal/poll/fd_unix.go, {@code FD}
 */
final class Descriptor {
    /*
     * A net operation on the real runtime
     *
     * Try first. An operation enters its Side, then tries the system call, unless those before it had to wait (see
     * Side). Only if that would block it makes an IoWait, tells the Side of it, and parks with it on the poller. The
     * poller keeps the channel registered with its selector from the first wait on; see Netpoll. Readiness that comes
     * before the wait is not lost: the selector is level-triggered, so a channel that is ready ends the wait at once.
     * When the goroutine runs again it tries again: READY is a hint, and CANCELLED and CLOSED lead to the looks at the
     * top of the loop.
     *
     *   enter -> closed? -> deadline passed? -> try -> done: leave
     *              ^                             |
     *              |                        would block: `waiting` = wait -> closed? -> limit = deadline -> park
     *              +---------------- READY, TIMED_OUT, CANCELLED, CLOSED ----------------------------------+
     *
     * Deadlines. A deadline is a number on the Side, and the limit of the wait that is under way, which arms a timer. A
     * new deadline cancels the wait; the goroutine then looks at it. A deadline that has passed is seen before the
     * system call, so it fails a read even when bytes are there.
     *
     * Close from another goroutine, by the state of the one that works on a side
     *   about to enter      it sees `closed`, or has entered
     *   entered, running    it finishes its system call, or gets ClosedChannelException from NIO, which is the same
     *                       error
     *   about to park       it has written `waiting` and sees `closed`; or close sees `waiting` and cancels it (see
     *                       Side)
     *   parked              close cancels the wait, and the poller ends it as CLOSED: the first of the two
     *   queued              it is let in by the one before it, and sees `closed`
     *   given up            a wait that a context has given up leaves the side before the defers run
     * Close sets `closed`, closes the channel, cancels both waits, and then enters both sides itself: it queues behind
     * all who were there, so it goes on after they have left. It leaves again, for those who come later and see
     * `closed`. Last it waits until the poller has let a listener or a datagram socket go, so that its address is free
     * when close has ended, as in Go; the system resets a connection that nobody has accepted by then.
     *
     * Half-close is a system call and a mark; it enters no side, since it must not wait for a goroutine that reads or
     * writes. A reader that waits is told by news, as with a deadline.
     *
     * The channel is registered with one scheduler's selector. An operation of another one may do what needs no wait.
     */
    final Scheduler scheduler;
    final SelectableChannel channel;

    /** What operations in both directions tell in errors. Written before others know the descriptor. */
    Route route;

    final Side reading = new Side();
    final Side writing = new Side();

    @SuppressWarnings("unused") // through CLOSED
    private volatile boolean closed;

    Descriptor(Scheduler scheduler, SelectableChannel channel, Route route) throws IOException {
        this.scheduler = scheduler;
        this.channel = channel;
        this.route = route;
        channel.configureBlocking(false);
        scheduler.sockets().opened(channel);
    }

    boolean isClosed() {
        return closed;
    }

    /** Closes the channel, which nobody else knows yet. */
    void abandon() {
        closed = true;
        try {
            var unused = closeChannel(); // nobody waits for its address
        } catch (IOException e) {
            // what made it useless is told already
        }
    }

    /** The result is to wait until its address is free; {@link Go#unit()} for a connection, which is not waited for. */
    private Go<Unit> closeChannel() throws IOException {
        scheduler.sockets().closed(channel);
        return Readiness.closeNow(scheduler, channel);
    }

    /** An operation that never waits. What it throws is a panic. */
    static <A> Go<A> step(Step<A> step) {
        return new Operation<>() {
            @Override
            public Object exec(Fiber f) throws Throwable {
                return f.step() ? step.perform(f) : f.yieldThen(this);
            }
        };
    }

    interface Step<A> {
        A perform(Fiber f) throws Exception;
    }

    /** Closes the socket, and waits until those who work on it have left. */
    Go<Unit> close() {
        return new Close();
    }

    /** Sets the deadline of one side or both; at a time of the scheduler's clock. */
    @SuppressWarnings("NullAway") // what is closed was open, and knows one address at least
    private Go<Unit> deadline(boolean reads, boolean writes, ToLongFunction<Scheduler> at) {
        return step(f -> {
            if (closed) {
                InetSocketAddress own = route.local() == null ? route.remote() : route.local();
                throw new NetException(
                        "set",
                        route.local() == null && route.network().equals("tcp")
                                ? NetException.CLOSED // as Go has it, of listeners
                                : "set " + route.network() + " " + Addresses.text(own) + ": " + NetException.CLOSED,
                        0);
            }
            long deadline = at.applyAsLong(f.scheduler());
            if (reads) {
                reading.deadline = deadline;
                reading.news();
            }
            if (writes) {
                writing.deadline = deadline;
                writing.news();
            }
            return Unit.UNIT;
        });
    }

    Go<Unit> deadline(boolean reads, boolean writes, Duration fromNow) {
        long nanos = Nanos.of(Objects.requireNonNull(fromNow, "fromNow"));
        return deadline(reads, writes, s -> Nanos.after(s.nanoTime(), nanos));
    }

    Go<Unit> deadline(boolean reads, boolean writes, Instant at) {
        Objects.requireNonNull(at, "at");
        return deadline(
                reads,
                writes,
                s -> at.equals(Instant.MAX)
                        ? Side.NEVER
                        : Nanos.after(s.nanoTime(), Nanos.of(Duration.between(s.now(), at))));
    }

    Go<Unit> noDeadlines() {
        return deadline(true, true, s -> Side.NEVER);
    }

    @Override
    public String toString() {
        return route.toString();
    }

    private final class Close extends Operation<Unit> {
        @Override
        public Object exec(Fiber f) throws Throwable {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            if (!CLOSED.compareAndSet(Descriptor.this, false, true)) {
                throw NetException.closed(route, "close", 0);
            }
            if (channel instanceof SocketChannel c && c.isRegistered() && !reading.isHeld()) {
                resetIfUnread(c);
            }
            Go<Unit> result = closed();
            reading.news();
            writing.news();
            if (reading.isHeld() || writing.isHeld()) {
                return f.call(new Left(reading).then(new Left(writing)).then(result));
            }
            return result == Go.unit() ? Unit.UNIT : f.call(result);
        }

        private Go<Unit> closed() {
            try {
                return closeChannel();
            } catch (IOException e) {
                return Streams.fail(NetException.failure(route, "close", Causes.of(e, "close"), 0, e));
            }
        }
    }

    /**
     * The system resets a connection that is closed with bytes unread. NIO comes before it, with a shutdown that the
     * peer takes for the end of the stream, but only where the channel is registered, since somebody has waited on it
     * before; so it is told.
     */
    private static void resetIfUnread(SocketChannel c) {
        try {
            if (c.isConnected() && c.read(ByteBuffer.allocate(1)) > 0) {
                c.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // it is broken already
        }
    }

    /** Waits until those who work on a side, and those who queue there, have left. */
    private static final class Left extends Operation<Unit> implements Entrance.Entering {
        private final Side side;

        Left(Side side) {
            this.side = side;
        }

        @Override
        public Object exec(Fiber f) throws Throwable {
            return side.enter(f) || side.enterOrLock(f) ? entered(f) : f.park(new Entrance(side, this));
        }

        @Override
        public Object entered(Fiber f) {
            side.leave(f);
            return Unit.UNIT;
        }

        @Override
        public Object waitsOn() {
            return side;
        }
    }

    private static final VarHandle CLOSED;

    static {
        try {
            CLOSED = MethodHandles.lookup().findVarHandle(Descriptor.class, "closed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
