package io.gondola.net;

import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * Connections whose bytes are encrypted, over others.
 *
 * <pre>{@code
 * Net.dial("example.org:443").map(c -> Tls.client(c, SSLContext.getDefault(), "example.org"))
 * }</pre>
 *
 * <p>The handshake happens when the connection is first read or written, under the deadlines of that; what it costs in
 * computation is blocking code. If it fails, that and all that follows panics with a {@link NetException} whose {@link
 * NetException#op} is {@code handshake}, and whose cause is the {@link javax.net.ssl.SSLException}, or the error of the
 * connection below. {@link TcpListener#serve} logs it if the handler does not catch it. Texts after the addresses:
 *
 * <ul>
 *   <li>{@code tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time
 *       2026-05-01T00:00:00Z is after 2026-04-01T00:00:00Z}
 *   <li>{@code tls: failed to verify certificate: x509: certificate signed by unknown authority}
 *   <li>{@code tls: failed to verify certificate: x509: certificate is valid for other names: …}, where Go lists them
 *   <li>{@code tls: first record does not look like a TLS handshake}, when the peer speaks plain text
 *   <li>{@code remote error: tls: unknown certificate}, and other names of alerts, when the peer has refused
 *   <li>{@code unexpected EOF}, alone, when the peer is gone
 * </ul>
 *
 * <p>A peer that says nothing holds the goroutine for ever: set deadlines before, and clear them after the handshake.
 *
 * <p>A write that fails, by a deadline say, ends writing for good: the peer could not make sense of what follows. A
 * stream that ends without the peer's farewell is an {@code unexpected EOF}: somebody may have cut it. Closing says
 * farewell, for 5 seconds at most, and closes the connection below.
 *
 * @go crypto/tls/conn.go, {@code Conn}
 */
public final class Tls {
    private Tls() {}

    /**
     * The client's end over {@code connection}; the server must prove that it is {@code host}.
     *
     * @throws IllegalArgumentException {@code host must not be empty: …}
     */
    public static TcpConnection client(TcpConnection connection, SSLContext context, String host) {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(context, "context");
        if (Objects.requireNonNull(host, "host").isEmpty()) {
            throw new IllegalArgumentException("host must not be empty: the server's certificate is compared with it");
        }
        SSLEngine engine = context.createSSLEngine(host, -1);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new TlsConnection(connection, engine);
    }

    /** The server's end over {@code connection}, with the key and certificate of {@code context}. */
    public static TcpConnection server(TcpConnection connection, SSLContext context) {
        Objects.requireNonNull(connection, "connection");
        SSLEngine engine = Objects.requireNonNull(context, "context").createSSLEngine();
        engine.setUseClientMode(false);
        return new TlsConnection(connection, engine);
    }
}
