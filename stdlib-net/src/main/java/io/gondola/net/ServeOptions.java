package io.gondola.net;

import io.gondola.context.Context;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Objects;

/** How {@link TcpListener#serve} serves. Immutable; each method yields changed options. */
public final class ServeOptions {
    /** For how long the handlers may go on after {@link TcpListener#stop}, if nothing else is said. */
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

    private static final ServeOptions DEFAULTS = new ServeOptions(Integer.MAX_VALUE, Option.none(), DEFAULT_GRACE);

    private final int maxConnections;
    private final Option<Context> context;
    private final Duration grace;

    private ServeOptions(int maxConnections, Option<Context> context, Duration grace) {
        this.maxConnections = maxConnections;
        this.context = context;
        this.grace = grace;
    }

    /** Any number of connections, no context, ten seconds of grace. */
    public static ServeOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Serves {@code n} connections at once; others wait in the backlog of the system until one of these has ended.
     *
     * @throws IllegalArgumentException {@code maxConnections must be positive: 0}
     */
    public ServeOptions maxConnections(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("maxConnections must be positive: " + n);
        }
        return new ServeOptions(n, context, grace);
    }

    /** Stops, as {@link TcpListener#stop} does, when {@code ctx} ends. */
    public ServeOptions context(Context ctx) {
        return new ServeOptions(maxConnections, Option.some(Objects.requireNonNull(ctx, "ctx")), grace);
    }

    /** For how long handlers may go on after the stop; then their connections are closed. Zero or less: at once. */
    public ServeOptions grace(Duration d) {
        return new ServeOptions(maxConnections, context, Objects.requireNonNull(d, "d"));
    }

    public int maxConnections() {
        return maxConnections;
    }

    public Option<Context> context() {
        return context;
    }

    public Duration grace() {
        return grace;
    }

    @Override
    public String toString() {
        String connections = maxConnections == Integer.MAX_VALUE ? "any" : "" + maxConnections;
        return "ServeOptions[maxConnections=" + connections + ", context=" + context + ", grace=" + grace + "]";
    }
}
