package io.gondola.net;

import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onTimeout;
import static io.gondola.select.Select.select;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Nanos;
import io.gondola.net.transport.Route;
import io.gondola.select.Case;
import io.vavr.control.Try;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Connects.
 *
 * @go net/dial.go, {@code sysDialer.dialParallel}, {@code sysDialer.dialSingle}
 */
final class Dialing {
    /** How long one address is tried alone: RFC 8305, section 5. */
    private static final Duration ATTEMPT = Duration.ofMillis(250);

    private final InetSocketAddress to;
    private final DialOptions options;
    private final long deadline;

    private Dialing(InetSocketAddress to, DialOptions options, long deadline) {
        this.to = to;
        this.options = options;
        this.deadline = deadline;
    }

    /**
     * Dials as long as the options allow.
     *
     * @param to for errors; null if it is not known
     * @param dial given the deadline on the scheduler's clock
     */
    static Go<TcpConnection> within(
            DialOptions options, @Nullable InetSocketAddress to, LongFunction<Go<TcpConnection>> dial) {
        Go<TcpConnection> begun =
                Descriptor.<Long>step(f -> deadline(f, options)).flatMap(dial::apply);
        if (options.context().isEmpty()) {
            return begun;
        }
        Context ctx = options.context().get();
        return ctx.run(begun.attempt())
                .flatMap(t ->
                        t.isSuccess() ? Go.call(() -> t.get().getOrElseThrow(e -> e)) : cancelled(to, t.getCause()));
    }

    private static Go<TcpConnection> cancelled(@Nullable InetSocketAddress to, Throwable cause) {
        String text = cause == Context.DEADLINE_EXCEEDED ? NetException.TIMEOUT : "operation was canceled";
        return Streams.fail(NetException.failure(Route.at("tcp", to), "dial", text, 0, cause));
    }

    private static long deadline(Fiber f, DialOptions options) {
        return options.timeout()
                .map(d -> Nanos.after(f.scheduler().nanoTime(), Nanos.of(d)))
                .getOrElse(Side.NEVER);
    }

    /** Connects to the first of {@code all} that answers. */
    static Go<TcpConnection> first(List<InetSocketAddress> all, DialOptions options, long deadline) {
        List<Go<TcpConnection>> attempts = new ArrayList<>();
        for (InetSocketAddress a : all) {
            attempts.add(new Dialing(a, options, deadline).connect());
        }
        return attempts.size() == 1 ? attempts.get(0) : race(attempts);
    }

    /** How many attempts were started whose results nobody has received. Of the goroutine that dials. */
    private static final class Pending {
        private int n;

        /**
         * Closes what attempts that were cancelled have made all the same. It waits for them, which is short: a
         * goroutine that does it elsewhere would end with the program, and leave the connection open.
         */
        Go<Unit> dismiss(Channel<Try<TcpConnection>> results) {
            Go<Unit> close =
                    results.receive().flatMap(t -> t.isSuccess() ? t.get().close() : Go.unit());
            return Go.suspend(() -> close.repeat(n));
        }
    }

    /** How far a race has come. */
    private record Lap(int started, int failed, @Nullable Throwable firstFailure) {
        Lap next() {
            return new Lap(started + 1, failed, firstFailure);
        }

        Lap failedBy(Throwable t) {
            return new Lap(started, failed + 1, firstFailure == null ? t : firstFailure);
        }
    }

    /** Starts one attempt after the other, the next one when there was no answer for a while, or a failure. */
    @SuppressWarnings("NullAway") // where all have failed one failed first
    static Go<TcpConnection> race(List<Go<TcpConnection>> attempts) {
        int n = attempts.size();
        return Context.background().withCancel().flatMap(ctx -> {
            Channel<Try<TcpConnection>> results = Channel.buffered(n);
            Pending pending = new Pending();
            Go<TcpConnection> run = Go.loop(new Lap(0, 0, null), lap -> {
                boolean more = lap.started() < n;
                if (lap.started() == lap.failed()) {
                    return more
                            ? start(ctx, attempts.get(lap.started()), results, pending)
                                    .as(Loop.<Lap, TcpConnection>next(lap.next()))
                            : Streams.fail(lap.firstFailure());
                }
                List<Case<Loop<Lap, TcpConnection>>> cases = new ArrayList<>();
                cases.add(onReceive(
                        results,
                        t -> Go.call(() -> {
                            pending.n--;
                            return t.isSuccess()
                                    ? Loop.<Lap, TcpConnection>done(t.get())
                                    : Loop.<Lap, TcpConnection>next(lap.failedBy(t.getCause()));
                        })));
                if (more) {
                    cases.add(onTimeout(
                            ATTEMPT,
                            start(ctx, attempts.get(lap.started()), results, pending)
                                    .as(Loop.<Lap, TcpConnection>next(lap.next()))));
                }
                return select(cases);
            });
            return run.defer(ctx.cancel().then(pending.dismiss(results)));
        });
    }

    private static Go<Unit> start(
            Context ctx, Go<TcpConnection> attempt, Channel<Try<TcpConnection>> results, Pending pending) {
        Go<Unit> dial = ctx.run(attempt.attempt())
                .flatMap(t -> results.send(t.isSuccess() ? t.get() : Try.failure(t.getCause())));
        return Go.run(() -> pending.n++).then(Go.go("dial", dial));
    }

    private Go<TcpConnection> connect() {
        return Descriptor.<SocketConnection>step(this::open).flatMap(c -> {
            c.descriptor().writing.deadline = deadline;
            Go<TcpConnection> connected = new Connect(c).as(c);
            return connected.onPanic(p -> abandon(c)).defer(abandonUnlessConnected(c));
        });
    }

    private static Go<Unit> abandon(SocketConnection c) {
        return Go.run(() -> c.descriptor().abandon());
    }

    /** The wait may also have been given up, which is no panic. */
    private static Go<Unit> abandonUnlessConnected(SocketConnection c) {
        return Go.run(() -> {
            if (c.descriptor().route.local() == null) {
                c.descriptor().abandon();
            }
        });
    }

    private Route route() {
        return new Route("tcp", options.localAddress().getOrNull(), to);
    }

    private SocketConnection open(Fiber f) throws IOException {
        InetSocketAddress own = options.localAddress().getOrNull();
        if (own != null && own.isUnresolved()) {
            throw NetException.failure(
                    new Route("tcp", null, null), "dial", "lookup " + own.getHostString() + ": no such host");
        }
        SocketChannel channel;
        try {
            channel = isV4(to) && (own == null || isV4(own))
                    ? SocketChannel.open(StandardProtocolFamily.INET)
                    : SocketChannel.open();
        } catch (IOException e) {
            throw NetException.failure(route(), "dial", Causes.of(e, "socket"), 0, e);
        }
        try {
            if (own != null) {
                channel.bind(own);
            }
        } catch (IOException e) {
            channel.close();
            throw NetException.failure(route(), "dial", Causes.of(e, "bind"), 0, e);
        } catch (RuntimeException e) { // the JDK's, of addresses that it cannot use
            channel.close();
            throw NetException.failure(route(), "dial", "bind: " + Causes.text(e), 0, e);
        }
        return SocketConnection.of(f.scheduler(), channel, new Route("tcp", null, to));
    }

    private static boolean isV4(InetSocketAddress a) {
        return a.getAddress() instanceof Inet4Address;
    }

    private final class Connect extends Transfer<Unit> {
        private final SocketConnection c;
        private final SocketChannel channel;

        Connect(SocketConnection c) {
            super(c.descriptor(), SelectionKey.OP_CONNECT);
            this.c = c;
            this.channel = (SocketChannel) c.descriptor().channel;
        }

        @Override
        Route route() {
            return Dialing.this.route();
        }

        @Override
        @Nullable
        Object attempt(Fiber f, Side side) throws IOException {
            try {
                if (!connects()) {
                    return null;
                }
                c.connected(options.noDelay(), s -> KeepAlive.set(s, options.keepAlive()));
                side.deadline = Side.NEVER;
                return Unit.UNIT;
            } catch (ClosedChannelException e) {
                throw NetException.closed(route(), "dial", 0);
            } catch (IOException e) {
                throw NetException.failure(route(), "dial", Causes.of(e, "connect"), 0, e);
            } catch (RuntimeException e) { // the JDK's, of addresses that it cannot connect to
                throw NetException.failure(route(), "dial", "connect: " + Causes.text(e), 0, e);
            }
        }

        /** On this computer the system mostly has finished by the time that it has answered. */
        private boolean connects() throws IOException {
            if (channel.isConnectionPending()) {
                return channel.finishConnect();
            }
            return channel.connect(to) || (to.getAddress().isLoopbackAddress() && channel.finishConnect());
        }

        @Override
        String op() {
            return "dial";
        }
    }
}
