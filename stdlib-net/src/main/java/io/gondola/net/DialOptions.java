package io.gondola.net;

import io.gondola.context.Context;
import io.vavr.control.Option;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;

/**
 * How to connect. Immutable; each method yields changed options.
 *
 * <pre>{@code
 * Net.dial("example.org:80", DialOptions.defaults().timeout(Duration.ofSeconds(3)))
 * }</pre>
 *
 * @go net/dial.go, {@code Dialer}
 */
public final class DialOptions {
    /** Go's: a connection that is silent for 15 seconds is asked whether its peer still lives. */
    public static final Duration DEFAULT_KEEP_ALIVE = Duration.ofSeconds(15);

    private static final DialOptions DEFAULTS =
            new DialOptions(Option.none(), Option.none(), DEFAULT_KEEP_ALIVE, true, Option.none());

    private final Option<Duration> timeout;
    private final Option<Context> context;
    private final Duration keepAlive;
    private final boolean noDelay;
    private final Option<InetSocketAddress> localAddress;

    private DialOptions(
            Option<Duration> timeout,
            Option<Context> context,
            Duration keepAlive,
            boolean noDelay,
            Option<InetSocketAddress> localAddress) {
        this.timeout = timeout;
        this.context = context;
        this.keepAlive = keepAlive;
        this.noDelay = noDelay;
        this.localAddress = localAddress;
    }

    /** No time-out, keep-alive after 15 seconds, no delay, any local address. */
    public static DialOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Gives up after {@code d}, the look-up of the name included: {@code i/o timeout}. Zero or less has passed already.
     */
    public DialOptions timeout(Duration d) {
        Objects.requireNonNull(d, "d");
        return new DialOptions(Option.some(d), context, keepAlive, noDelay, localAddress);
    }

    /** Gives up when {@code ctx} ends: {@code operation was canceled}, or {@code i/o timeout} after its deadline. */
    public DialOptions context(Context ctx) {
        Objects.requireNonNull(ctx, "ctx");
        return new DialOptions(timeout, Option.some(ctx), keepAlive, noDelay, localAddress);
    }

    /** After how long a silence the peer is asked whether it lives, rounded up to seconds; zero or less: never. */
    public DialOptions keepAlive(Duration d) {
        Objects.requireNonNull(d, "d");
        return new DialOptions(timeout, context, d, noDelay, localAddress);
    }

    /** Whether what is written goes at once, rather than waiting for more (Nagle's algorithm). */
    public DialOptions noDelay(boolean on) {
        return new DialOptions(timeout, context, keepAlive, on, localAddress);
    }

    /** From which address of this host to connect; port 0 stands for any. */
    public DialOptions localAddress(InetSocketAddress address) {
        Objects.requireNonNull(address, "address");
        return new DialOptions(timeout, context, keepAlive, noDelay, Option.some(address));
    }

    public Option<Duration> timeout() {
        return timeout;
    }

    public Option<Context> context() {
        return context;
    }

    public Duration keepAlive() {
        return keepAlive;
    }

    public boolean noDelay() {
        return noDelay;
    }

    public Option<InetSocketAddress> localAddress() {
        return localAddress;
    }

    @Override
    public String toString() {
        return "DialOptions[timeout=" + timeout + ", context=" + context + ", keepAlive=" + keepAlive + ", noDelay="
                + noDelay + ", localAddress=" + localAddress + "]";
    }
}
