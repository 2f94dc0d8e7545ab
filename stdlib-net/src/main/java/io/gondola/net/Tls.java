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
 * computation is blocking code. If it fails, that and all that follows panics with a {@link NetException} whose cause
 * is the {@link javax.net.ssl.SSLException}.
 *
 * <p>A write that fails, by a deadline say, ends writing for good: the peer could not make sense of what follows. A
 * stream that ends without the peer's farewell is an {@code unexpected EOF}: somebody may have cut it. Closing says
 * farewell, for 5 seconds at most, and closes the connection below.
 *
 * @go crypto/tls/conn.go, {@code Conn}
 */
public final class Tls {
    private Tls() {}

    /** The client's end over {@code connection}; the server must prove that it is {@code host}. */
    public static TcpConnection client(TcpConnection connection, SSLContext context, String host) {
        Objects.requireNonNull(connection, "connection");
        SSLEngine engine = context.createSSLEngine(Objects.requireNonNull(host, "host"), -1);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new TlsConnection(connection, engine);
    }

    /** The server's end over {@code connection}, with the key and certificate of {@code context}. */
    public static TcpConnection server(TcpConnection connection, SSLContext context) {
        Objects.requireNonNull(connection, "connection");
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return new TlsConnection(connection, engine);
    }
}
