package io.gondola.samples.net.http;

import static io.gondola.dsl.Go.*;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.NetException;
import io.gondola.net.TcpConnection;
import io.gondola.sync.Semaphore;
import io.vavr.control.Try;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.nio.DefaultHttpRequestFactory;
import org.apache.hc.core5.http.impl.nio.DefaultHttpRequestParser;

/** One connection of a server: requests and answers in turn, in one goroutine, until either side has enough. */
final class HttpConnection {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final int DROPPED = 8 << 10;

    /** What the connection is at, so what its failure means. */
    private enum Phase {
        IDLE,
        HEAD,
        BODY,
        HANDLER,
        ANSWER
    }

    private final TcpConnection c;
    private final Limits limits;
    private final Handler handler;
    private final Semaphore permits;
    private final Context open;
    private final MessageReader<HttpRequest> in;
    private final ResponseWriter out;

    // of the connection's goroutine
    private Phase phase = Phase.IDLE;
    private boolean keeps;
    private ProtocolVersion version = HttpVersion.HTTP_1_1;
    private boolean headOnly;

    /** @param open ends when the server stops */
    HttpConnection(TcpConnection c, Limits limits, Handler handler, Semaphore permits, Context open) {
        this.c = c;
        this.limits = limits;
        this.handler = handler;
        this.permits = permits;
        this.open = open;
        Http1Config config = MessageReader.config(limits);
        this.in = new MessageReader<>(
                c, limits, new DefaultHttpRequestParser<>(config, DefaultHttpRequestFactory.INSTANCE), config);
        this.out = new ResponseWriter(c, limits.writeTime());
    }

    Go<Unit> serve() {
        return forever(done -> nextBegins()
                .flatMap(begins -> begins
                        ? exchange()
                                .attempt()
                                .flatMap(end ->
                                        end.isFailure() ? failed(end.getCause()).then(done.exit()) : unit())
                                .then(suspend(
                                        () -> keeps ? unit() : sayGoodbye().then(done.exit())))
                        : done.exit()));
    }

    /** Waits for a request: not after the server was stopped, unless it is there already, and not for long. */
    private Go<Boolean> nextBegins() {
        return suspend(() -> {
            phase = Phase.IDLE;
            keeps = false;
            version = HttpVersion.HTTP_1_1;
            headOnly = false;
            return in.hasInput()
                    ? pure(true)
                    : c.setReadDeadline(limits.idle())
                            .then(open.run(in.awaitInput()).attempt())
                            .map(t -> t.flatMap(came -> came).getOrElse(false));
        });
    }

    private Go<Unit> exchange() {
        return request().flatMap(request -> {
            phase = Phase.HANDLER;
            Go<Response> busy =
                    pure(Response.text(503, "too many requests at once\n").with("Retry-After", "1"));
            Go<Response> handled = suspend(() -> handler.answer(request));
            return permits.tryAcquire(1)
                    .flatMap(may ->
                            may ? handled.flatMap(this::answer).defer(permits.release(1)) : busy.flatMap(this::answer));
        });
    }

    private Go<Unit> answer(Response response) {
        phase = Phase.ANSWER;
        return open.err().flatMap(stopped -> {
            keeps = keeps && stopped.isEmpty();
            return out.write(response, version, headOnly, keeps);
        });
    }

    private Go<Request> request() {
        phase = Phase.HEAD;
        return c.setReadDeadline(limits.headTime()).then(in.head()).flatMap(head -> {
            version = head.getVersion() == null ? HttpVersion.HTTP_1_1 : head.getVersion();
            headOnly = head.getMethod().equals("HEAD");
            RequestRules.check(head);
            Framing framing = Framing.ofRequest(head);
            framing.check(limits.body());
            keeps = wantsMore(head);
            phase = Phase.BODY;
            return c.setReadDeadline(limits.bodyTime())
                    .then(encourage(head, framing))
                    .then(in.body(framing))
                    .map(body -> new Request(head, body));
        });
    }

    private boolean wantsMore(HttpRequest head) {
        boolean close = false;
        boolean keep = false;
        for (Header h : head.getHeaders("Connection")) {
            String value = "," + h.getValue().replaceAll("\\s", "").toLowerCase(java.util.Locale.ROOT) + ",";
            close |= value.contains(",close,");
            keep |= value.contains(",keep-alive,");
        }
        return !close && (keep || version.greaterEquals(HttpVersion.HTTP_1_1));
    }

    /** A client may want to know whether its body is welcome before it sends it. */
    private Go<Unit> encourage(HttpRequest head, Framing framing) {
        boolean asks = head.containsHeader("Expect") && version.greaterEquals(HttpVersion.HTTP_1_1);
        return asks && framing.kind() != Framing.BodyLength.NONE && !in.hasInput() ? c.write(CONTINUE) : unit();
    }

    private Go<Unit> failed(Throwable cause) {
        keeps = false;
        if (cause instanceof Rejection r) {
            return refuse(r.status(), r.getMessage());
        }
        boolean late = cause instanceof NetException e && e.isTimeout();
        if (late && (phase == Phase.HEAD || phase == Phase.BODY)) {
            return refuse(408, "the request takes too long");
        }
        if (phase == Phase.HANDLER) { // the listener logs it, once
            return refuse(500, "internal error").then(call(() -> {
                throw new IllegalStateException("a handler failed", cause);
            }));
        }
        return unit(); // the connection is broken, or was closed
    }

    private Go<Unit> refuse(int status, String reason) {
        return out.write(Response.text(status, reason + "\n"), version, headOnly, false)
                .attempt()
                .then(sayGoodbye());
    }

    /**
     * Tells that nothing follows, and reads what still comes, for a while: the system resets a connection that is
     * closed with bytes unread, and the reset overtakes the answer.
     */
    private Go<Unit> sayGoodbye() {
        ByteBuffer dropped = ByteBuffer.allocate(DROPPED);
        Go<Unit> rest = forWhile(c.read(dropped.clear()).map(n -> n >= 0), run(dropped::clear));
        return c.closeWrite()
                .then(c.setReadDeadline(FAREWELL))
                .then(rest)
                .attempt()
                .map(Try::isSuccess)
                .then(unit());
    }
}
