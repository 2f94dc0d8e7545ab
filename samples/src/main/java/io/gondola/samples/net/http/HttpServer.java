package io.gondola.samples.net.http;

import io.gondola.context.CancelContext;
import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.Net;
import io.gondola.net.ServeOptions;
import io.gondola.net.TcpListener;
import io.gondola.sync.Semaphore;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * An HTTP/1.1 server.
 *
 * <pre>{@code
 * HttpServer.listen("localhost:8080", Limits.usual())
 *         .flatMap(server -> server.serve(request -> Go.pure(Response.text(200, "hello\n"))))
 * }</pre>
 */
public final class HttpServer {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final TcpListener listener;
    private final Limits limits;
    private final Semaphore permits;
    private final CancelContext open;

    private HttpServer(TcpListener listener, Limits limits, CancelContext open) {
        this.listener = listener;
        this.limits = limits;
        this.permits = new Semaphore(limits.requests());
        this.open = open;
    }

    /** Listens on {@code hostAndPort}. */
    public static Go<HttpServer> listen(String hostAndPort, Limits limits) {
        return Net.listen(hostAndPort)
                .flatMap(l -> Context.background().withCancel().map(open -> new HttpServer(l, limits, open)));
    }

    public InetSocketAddress address() {
        return listener.address();
    }

    /** Its address as a client takes it. */
    public String hostAndPort() {
        return listener.address().getHostString() + ":" + listener.address().getPort();
    }

    /** Answers requests by {@code handler} until {@link #stop}. */
    public Go<Unit> serve(Handler handler) {
        ServeOptions options =
                ServeOptions.defaults().maxConnections(limits.connections()).grace(GRACE);
        return listener.serve(c -> new HttpConnection(c, limits, handler, permits, open).serve(), options);
    }

    /** Stops: requests that have begun are still answered, idle connections are closed at once. */
    public Go<Unit> stop() {
        return open.cancel().then(listener.stop());
    }
}
