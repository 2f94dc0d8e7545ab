package io.gondola.net;

import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onTimeout;
import static io.gondola.select.Select.select;

import io.gondola.context.CancelContext;
import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.gondola.net.transport.Addresses;
import io.gondola.scheduler.Log;
import io.gondola.sync.Semaphore;
import io.vavr.CheckedFunction1;
import io.vavr.control.Try;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of {@link TcpListener#serve}: who is served, and how it ends.
 *
 * @go net/http/server.go, {@code Server.Serve}, {@code Server.Shutdown}
 */
@SuppressWarnings("gondola:shared") // `active` is written under its own monitor
final class Server {
    /*
     * The goroutine of serve accepts. It takes a permit before it accepts, so that beyond the limit connections wait in
     * the backlog. `accepting` is a context: stop cancels it, which ends the wait for a permit and the pause, and
     * closes the listener, which ends the wait for a connection. `active` is changed under its own monitor, in steps
     * that the explorer sees. The handler that finds, when it ends, that the server stops and nobody is left closes
     * `idle`; so does the stop that finds nobody. Both look and mark in one step, so it is closed once.
     */
    private static final Log log = new Log("io.gondola.net");
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5); // Go: net/http/server.go, Serve
    private static final Duration LAST_PAUSE = Duration.ofSeconds(1);

    private final TcpListener listener;
    private final CheckedFunction1<? super TcpConnection, ? extends Go<?>> handler;
    private final ServeOptions options;
    private final CancelContext accepting;
    private final Semaphore permits;
    private final Channel<Unit> idle = Channel.<Unit>unbuffered().named("idle");
    private final Channel<Unit> ended = Channel.<Unit>unbuffered().named("served");

    /** The connections that are served, with the identities of their handlers' goroutines, once these run. */
    private final Map<TcpConnection, Long> active = new HashMap<>();

    private boolean stopping;
    private boolean idleTold;

    // of the goroutine that accepts
    private Duration pause = Duration.ZERO;

    private Server(
            TcpListener listener,
            CheckedFunction1<? super TcpConnection, ? extends Go<?>> handler,
            ServeOptions options,
            CancelContext accepting) {
        this.listener = listener;
        this.handler = handler;
        this.options = options;
        this.accepting = accepting;
        this.permits = new Semaphore(options.maxConnections()).named("connections");
    }

    static Go<Server> open(
            TcpListener listener,
            CheckedFunction1<? super TcpConnection, ? extends Go<?>> handler,
            ServeOptions options) {
        return Context.background().withCancel().map(ctx -> new Server(listener, handler, options, ctx));
    }

    private <A> Go<A> step(Shared.Step<A> step) {
        return new Shared<>(this, f -> {
            synchronized (active) {
                return step.perform(f);
            }
        });
    }

    /** Serves until the listener is closed; if that was a stop, sees to the rest and ends normally. */
    Go<Unit> run() {
        Go<Unit> served = acceptAll().then(finish()).defer(accepting.cancel());
        if (options.context().isEmpty()) {
            return served;
        }
        return options.context().get().afterFunc(begin()).flatMap(withdraw -> served.defer(withdraw));
    }

    private boolean isLimited() {
        return options.maxConnections() < Integer.MAX_VALUE;
    }

    private Go<Unit> acceptAll() {
        Go<Boolean> permitted = isLimited() ? permits.acquire(accepting, 1).map(Try::isSuccess) : Go.pure(true);
        Go<Try<TcpConnection>> accept = listener.accept().attempt();
        return Go.forever(done -> permitted.flatMap(ok -> ok
                ? accept.flatMap(t -> t.isSuccess() ? accepted(t.get()) : failed(t.getCause(), done.exit()))
                : done.exit()));
    }

    private Go<Unit> accepted(TcpConnection c) {
        pause = Duration.ZERO;
        return step(f -> active.put(c, 0L)).then(Go.go("serve " + Addresses.text(c.remoteAddress()), handle(c)));
    }

    private Go<Unit> failed(Throwable t, Go<Unit> stop) {
        return step(f -> stopping).flatMap(stops -> {
            Go<Unit> release = isLimited() ? permits.release(1) : Go.unit();
            if (stops) {
                return release.then(stop);
            }
            return release.then(Causes.isOutOfFiles(t) ? pause(t) : Streams.fail(t));
        });
    }

    private Go<Unit> pause(Throwable t) {
        if (pause.isZero()) {
            pause = FIRST_PAUSE;
            log.warn("Accepting pauses, since the system has no more file descriptors: listener={}", listener, t);
        } else {
            pause = pause.multipliedBy(2);
            if (pause.compareTo(LAST_PAUSE) > 0) {
                pause = LAST_PAUSE;
            }
        }
        return select(onReceive(accepting.done(), Go.unit()), onTimeout(pause, Go.unit()));
    }

    private Go<Unit> handle(TcpConnection c) {
        Go<Unit> entered = step(f -> {
            active.put(c, f.identity());
            return Unit.UNIT;
        });
        Go<Unit> served = Go.suspend(() -> handler.apply(c))
                .then(Go.suspend(() -> c.lines == null ? Go.unit() : c.lines.flush()))
                .recover(p -> Go.run(() -> tell(c, p)));
        Go<Unit> body = entered.then(served).defer(closeQuietly(c)).defer(left(c));
        return isLimited() ? body.defer(permits.release(1)) : body;
    }

    /**
     * A connection that broke, or was closed here, is nobody's mistake. A handshake that fails may be one, of who made
     * the certificates.
     */
    private static void tell(TcpConnection c, Panic p) {
        if (!(p.value() instanceof NetException e)) {
            log.error("Handler failed, its connection is closed: connection={}", c, p);
        } else if (e.op().equals("handshake")) {
            log.warn("TLS handshake failed, its connection is closed: connection={}, error={}", c, e.text());
        }
    }

    private Go<Unit> left(TcpConnection c) {
        return step(f -> {
                    active.remove(c);
                    return becomesIdle();
                })
                .flatMap(now -> now ? idle.close() : Go.unit());
    }

    /** Whether it is to be told now that nobody is left. */
    private boolean becomesIdle() {
        boolean now = stopping && !idleTold && active.isEmpty();
        idleTold |= now;
        return now;
    }

    /** Stops accepting, and waits for nobody. */
    Go<Unit> begin() {
        return step(f -> {
                    stopping = true;
                    return becomesIdle();
                })
                .flatMap(now -> now ? idle.close() : Go.unit())
                .then(accepting.cancel())
                .then(closeQuietly(listener));
    }

    private Go<Unit> finish() {
        return awaitIdle()
                .then(step(f -> List.copyOf(active.keySet())))
                .flatMap(rest -> Go.forEach(rest, Server::closeQuietly));
    }

    private Go<Unit> awaitIdle() {
        Duration grace = options.grace();
        return grace.isNegative() || grace.isZero()
                ? Go.unit()
                : select(onReceive(idle, Go.unit()), onTimeout(grace, Go.unit()));
    }

    /** Tells that serve has ended. */
    Go<Unit> ended() {
        return ended.close();
    }

    /** Waits for {@link #ended}, but not in a handler of its own. */
    Go<Unit> awaitEnd() {
        return step(f -> active.containsValue(f.identity()))
                .flatMap(own -> own ? Go.unit() : ended.receive().as(Unit.UNIT));
    }

    static Go<Unit> closeQuietly(TcpConnection c) {
        return Go.suspend(() -> c.isClosed() ? Go.unit() : c.close().recover(p -> Go.unit()));
    }

    static Go<Unit> closeQuietly(TcpListener l) {
        return Go.suspend(() -> l.isClosed() ? Go.unit() : l.close().recover(p -> Go.unit()));
    }
}
