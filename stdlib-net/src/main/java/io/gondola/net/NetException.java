package io.gondola.net;

import io.gondola.net.transport.Route;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why an operation of the network failed. Its message is Go's:
 * {@code read tcp 127.0.0.1:5000->127.0.0.1:80: i/o timeout}.
 *
 * <p>Programs panic with it; {@code attempt} makes a value of it, and {@code recover} hands it on as the panic's value.
 *
 * @go net/net.go, {@code OpError}
 */
public final class NetException extends IOException {
    private static final long serialVersionUID = 1;

    /** Go's text for a deadline that has passed. */
    public static final String TIMEOUT = "i/o timeout";

    /** Go's text for the use of what was closed here. */
    public static final String CLOSED = "use of closed network connection";

    private final String op;
    private final long written;

    /**
     * An error of the network.
     *
     * @param op what was done: {@code read}, {@code write}, {@code dial}, {@code accept}, …
     * @param message the whole text; not null
     * @param written how many bytes went before it failed; not negative
     */
    public NetException(String op, String message, long written) {
        super(Objects.requireNonNull(message, "message"));
        this.op = Objects.requireNonNull(op, "op");
        if (written < 0) {
            throw new IllegalArgumentException("written must not be negative: " + written);
        }
        this.written = written;
    }

    /** An error of {@code op} on {@code route}. For networks, not for programs. */
    @SuppressWarnings("exports") // Route is for the sister modules
    public static NetException failure(Route route, String op, String cause) {
        return failure(route, op, cause, 0, null);
    }

    /**
     * An error of {@code op} on {@code route}. For networks, not for programs.
     *
     * @param written how many bytes went
     * @param reason the exception behind it; null if there is none
     */
    @SuppressWarnings("exports") // Route is for the sister modules
    public static NetException failure(Route route, String op, String cause, long written, @Nullable Throwable reason) {
        NetException e = new NetException(op, op + " " + route + ": " + cause, written);
        if (reason != null) {
            e.initCause(reason);
        }
        return e;
    }

    /** {@code i/o timeout}: the deadline has passed. For networks, not for programs. */
    @SuppressWarnings("exports") // Route is for the sister modules
    public static NetException timeout(Route route, String op, long written) {
        return failure(route, op, TIMEOUT, written, null);
    }

    /** {@code use of closed network connection}. For networks, not for programs. */
    @SuppressWarnings("exports") // Route is for the sister modules
    public static NetException closed(Route route, String op, long written) {
        return failure(route, op, CLOSED, written, null);
    }

    /**
     * What was done: {@code dial}, {@code listen}, {@code accept}, {@code read}, {@code write}, {@code close}, {@code
     * set}, or the {@code handshake} of TLS, whatever it failed at.
     */
    public String op() {
        return op;
    }

    /** Whether a deadline or a time-out has passed. */
    public boolean isTimeout() {
        return text().endsWith(": " + TIMEOUT);
    }

    /** Whether the connection, listener or socket was closed on this side. */
    public boolean isClosed() {
        return text().endsWith(": " + CLOSED);
    }

    /** The message. */
    @SuppressWarnings("NullAway") // the constructor refuses null
    String text() {
        return getMessage();
    }

    /** How many bytes went before a write failed; 0 for other operations. */
    public long written() {
        return written;
    }
}
