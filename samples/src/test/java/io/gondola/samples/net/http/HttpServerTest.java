package io.gondola.samples.net.http;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.AtomicInt;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {
    private static final String GET = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String LAST = "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    private final List<Served> all = new ArrayList<>();

    private Served serve(Limits limits, Handler handler) {
        Served s = new Served(limits, handler);
        all.add(s);
        return s;
    }

    private Served serve() {
        return serve(Limits.usual(), null);
    }

    @AfterEach
    void close() {
        all.forEach(Served::close);
    }

    @Test
    void aConnectionIsKeptForMoreRequests() throws IOException {
        Served served = serve();
        try (Socket s = served.connect()) {
            for (int i = 0; i < 3; i++) {
                Served.send(s, GET);
                assertThat(Served.readUntil(s, "hello\n"))
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .doesNotContain("close");
            }
            Served.send(s, LAST);
            assertThat(Served.rest(s)).contains("Connection: close\r\n").endsWith("hello\n");
        }
    }

    @Test
    void anOldClientsConnectionIsClosedUnlessItAsksOtherwise() throws IOException {
        Served served = serve();

        assertThat(served.exchange("GET /hello HTTP/1.0\r\n\r\n")).endsWith("hello\n");
        try (Socket s = served.connect()) {
            Served.send(s, "GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            Served.readUntil(s, "hello\n");
            Served.send(s, "GET /hello HTTP/1.0\r\n\r\n");
            assertThat(Served.rest(s)).endsWith("hello\n");
        }
    }

    @Test
    void requestsThatComeTogetherAreAnsweredInTurn() throws IOException {
        Served served = serve();

        String answers = served.exchange("GET /sleep?ms=30 HTTP/1.1\r\nHost: x\r\n\r\n"
                + "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc" + GET + LAST);

        assertThat(answers.replaceAll("HTTP/1.1 200 OK\r\n(.+\r\n)*\r\n", "|"))
                .isEqualTo("|slept\n|abc|hello\n|hello\n");
    }

    /** Hunts a parser that needs a whole line, or a whole body, in one read. */
    @Test
    void requestsMayComeByteByByte() throws IOException {
        Served served = serve();
        String head = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
        String body = "3;name=value\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n";
        try (Socket s = served.connect()) {
            s.setTcpNoDelay(true);
            for (String one : (head + body).split("", -1)) {
                Served.send(s, one);
            }
            assertThat(Served.rest(s)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nabc0123456789");
        }
    }

    @Test
    void streamedBodiesComeInChunksOrToAnOldClientUntilTheEnd() throws IOException {
        Served served = serve();

        assertThat(served.exchange("GET /count?to=2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .contains("Transfer-Encoding: chunked\r\n")
                .endsWith("\r\n\r\n2\r\n1\n\r\n2\r\n2\n\r\n0\r\n\r\n");
        assertThat(served.exchange("GET /count?to=2 HTTP/1.0\r\n\r\n"))
                .doesNotContain("chunked")
                .endsWith("\r\n\r\n1\n2\n");
    }

    @Test
    void headIsAnsweredWithoutABody() throws IOException {
        String answer = serve().exchange("HEAD /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).contains("Content-Length: 6\r\n").endsWith("\r\n\r\n");
    }

    @Test
    void aClientThatAsksIsToldToSendItsBody() throws IOException {
        Served served = serve();
        try (Socket s = served.connect()) {
            Served.send(s, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(Served.readUntil(s, "\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            Served.send(s, "ok");
            assertThat(Served.readUntil(s, "ok")).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void anIdleConnectionIsClosedWithoutAWord() throws IOException {
        Served served = serve(
                Limits.usual()
                        .times(
                                Duration.ofMillis(50),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(5)),
                null);
        try (Socket s = served.connect()) {
            Served.send(s, GET);
            Served.readUntil(s, "hello\n");
            assertThat(Served.rest(s)).isEmpty();
        }
    }

    @Test
    void moreRequestsThanAreHandledAtOnceAre503AndTheirConnectionsAreKept() throws Exception {
        Channel<Unit> open = Channel.unbuffered();
        AtomicInt inside = new AtomicInt();
        Served served = serve(
                Limits.usual().requests(1),
                r -> r.path().equals("/wait")
                        ? inside.add(1).then(open.receiveOption()).as(Response.text(200, "waited\n"))
                        : pure(Response.text(200, "hello\n")));
        try (Socket waiting = served.connect();
                Socket other = served.connect()) {
            Served.send(waiting, "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
            while (served.run(inside.load()) == 0) {
                Thread.onSpinWait();
            }

            Served.send(other, GET);
            assertThat(Served.readUntil(other, "at once\n"))
                    .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                    .contains("Retry-After: 1\r\n");
            served.run(open.close());
            Served.readUntil(waiting, "waited\n");
            Served.send(other, GET);
            assertThat(Served.readUntil(other, "hello\n")).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void aHandlerThatPanicsIs500AndOthersGoOn() throws IOException {
        Served served = serve();

        assertThat(served.exchange("GET /panic HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
                .contains("Connection: close\r\n")
                .doesNotContain("asked for it");
        assertThat(served.exchange(LAST)).endsWith("hello\n");
    }

    @Test
    void otherPathsAndMethodsAreRefusedAndTheConnectionIsKept() throws IOException {
        Served served = serve();
        try (Socket s = served.connect()) {
            Served.send(s, "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(Served.readUntil(s, "nowhere\n")).startsWith("HTTP/1.1 404 Not Found\r\n");
            Served.send(s, "DELETE /hello HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(Served.readUntil(s, "for this\n"))
                    .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
                    .contains("Allow: GET, HEAD\r\n");
        }
    }

    @Test
    void stoppingAnswersWhatHasBegunClosesWhatIsIdleAndLetsNobodyIn() throws Exception {
        Channel<Unit> open = Channel.unbuffered();
        Channel<Unit> inside = Channel.unbuffered();
        Served served = serve(
                Limits.usual(),
                r -> r.path().equals("/wait")
                        ? inside.send(Unit.UNIT).then(open.receiveOption()).as(Response.text(200, "waited\n"))
                        : pure(Response.text(200, "hello\n")));
        try (Socket busy = served.connect();
                Socket idle = served.connect()) {
            Served.send(idle, GET);
            Served.readUntil(idle, "hello\n");
            Served.send(busy, "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
            served.run(inside.receive());
            var stopped = served.runtime.start(served.server.stop());

            assertThat(Served.rest(idle)).isEmpty();
            while (isAnsweredBy(served)) { // until the goroutine that stops has closed the listener
                Thread.onSpinWait();
            }
            served.run(open.close());
            assertThat(Served.rest(busy)).contains("Connection: close\r\n").endsWith("waited\n");
            stopped.join();
            served.awaitEnd();
            assertThat(served.runtime.stats().connections()).isZero();
            assertThat(served.runtime.stats().listeners()).isZero();
        }
    }

    /** A connection may also be reset: one that waited to be accepted when the listener was closed. */
    private static boolean isAnsweredBy(Served served) throws IOException {
        try (Socket s = served.connect()) {
            return s.isConnected();
        } catch (SocketException e) {
            return false;
        }
    }

    @Test
    void aFieldOfAnAnswerCannotSmuggleAnotherOneIn() {
        Response r = Response.of(200);

        assertThatThrownBy(() -> r.with("Location", "/\r\nSet-Cookie: a=b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a field must not have control characters: Location");
    }

    @Test
    void theClientReadsBodiesOfEachKind() {
        Served served = serve(
                Limits.usual(),
                r -> pure(
                        switch (r.path()) {
                            case "/long" -> Response.of(200, "x/y", new byte[100_000]);
                            case "/none" -> Response.of(204);
                            default -> Response.streamed("x/y", new Counter(1_000).next());
                        }));
        Duration patience = Duration.ofSeconds(10);
        String address = "127.0.0.1:" + served.port();

        assertThat(served.run(HttpClient.get(address, "/long", patience)).body())
                .hasSize(100_000);
        assertThat(served.run(HttpClient.get(address, "/none", patience)).status())
                .isEqualTo(204);
        assertThat(served.run(HttpClient.get(address, "/chunks", patience)).body())
                .hasSize(3_000);
    }

    private static final class Counter {
        private int left;

        Counter(int pieces) {
            this.left = pieces;
        }

        Go<io.vavr.control.Option<byte[]>> next() {
            return call(() -> io.vavr.control.Option.when(left-- > 0, () -> new byte[3]));
        }
    }
}
