package io.gondola.samples.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no request is answered by one clear error on its connection, never by a hang; the server goes on. */
class MalformedRequestsTest {
    private static final Limits SMALL = Limits.usual()
            .sizes(200, 10, 1_000, 1_000)
            .times(Duration.ofSeconds(10), Duration.ofMillis(600), Duration.ofMillis(600), Duration.ofSeconds(5));

    private final Served served = new Served(SMALL);

    @AfterEach
    void close() {
        served.close();
    }

    private void goesOn() throws IOException {
        String answer = served.exchange("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nhello\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0\\r\\n\\r\\n",
                "GET\\r\\n\\r\\n",
                "GET /\\r\\n\\r\\n",
                "GET / HTTP/1.1 x\\r\\nHost: x\\r\\n\\r\\n",
                "GET / a HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
                "GET / http/1.1\\r\\nHost: x\\r\\n\\r\\n",
                "GET / HTTP/-1.1\\r\\nHost: x\\r\\n\\r\\n",
                "G@T / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
                "GET hello HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
                "GET http://h:99999/ HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
                "GET / HTTP/1.1\\r\\n\\r\\n",
                "GET / HTTP/1.1\\r\\nHost: x\\r\\nHost: y\\r\\n\\r\\n",
                "GET / HTTP/1.1\\r\\nHost : x\\r\\n\\r\\n",
                "GET / HTTP/1.1\\r\\nHost: x\\r\\n: y\\r\\n\\r\\n",
                "GET / HTTP/1.1\\r\\nHost: x\\r\\nno colon\\r\\n\\r\\n",
                "GET / HTTP/1.1\\r\\nHost: x\\r\\na b: c\\r\\n\\r\\n",
                "GET / HTTP/1.1\\r\\nHost: x\\r\\na: b\0c\\r\\n\\r\\n",
                "GET / HTTP/1.1\\r\\nHost: x\\r\\na: b\\rc: d\\r\\n\\r\\n",
                "POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: -1\\r\\n\\r\\n",
                "POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: +1\\r\\n\\r\\nx",
                "POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 1, 1\\r\\n\\r\\nx",
                "POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\nxy",
                "POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 0x1\\r\\n\\r\\nx",
                "POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 3\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
                "POST / HTTP/1.0\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
                "POST /echo HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\ng\\r\\n",
                "POST /echo HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n-1\\r\\nx\\r\\n0\\r\\n\\r\\n",
                "POST /echo HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n+1\\r\\nx\\r\\n0\\r\\n\\r\\n",
                "POST /echo HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n 1\\r\\nx\\r\\n0\\r\\n\\r\\n",
                "POST /echo HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0x1\\r\\nx\\r\\n0\\r\\n\\r\\n",
                "POST /echo HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\nxy\\r\\n0\\r\\n\\r\\n",
                "POST /echo HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nffffffffffffffffff\\r\\n",
                "POST /echo HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n\\r\\n"
            })
    void malformedRequestsGet400(String request) throws IOException {
        String answer = served.exchange(request.replace("\\r", "\r").replace("\\n", "\n"));

        assertThat(Served.status(answer)).as(answer).isEqualTo(400);
        assertThat(answer).contains("\r\nConnection: close\r\n").doesNotContain("[reset]");
        goesOn();
    }

    @ParameterizedTest
    @CsvSource({
        "505, GET / HTTP/2.0\\r\\nHost: x\\r\\n\\r\\n",
        "505, GET / HTTP/1.10\\r\\nHost: x\\r\\n\\r\\n",
        "417, GET / HTTP/1.1\\r\\nHost: x\\r\\nExpect: wonders\\r\\n\\r\\n",
        "501, POST / HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\n",
        "413, POST /echo HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 1001\\r\\n\\r\\n",
        "413, POST /echo HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 99999999999999999999\\r\\n\\r\\n",
        "408, GET / HT",
        "408, POST /echo HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 3\\r\\n\\r\\nab",
        "408, POST /echo HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3\\r\\na"
    })
    void eachMistakeHasItsStatus(int status, String request) throws IOException {
        String answer = served.exchange(request.replace("\\r", "\r").replace("\\n", "\n"));

        assertThat(Served.status(answer)).as(answer).isEqualTo(status);
        goesOn();
    }

    @Test
    void tooLongRequestsAreRefusedAsSuchWhetherTheyEndOrNot() throws IOException {
        String host = "Host: x\r\n";
        assertThat(Served.status(served.exchange("GET /" + "a".repeat(300) + " HTTP/1.1\r\n" + host + "\r\n")))
                .isEqualTo(414);
        assertThat(Served.status(served.exchange("GET /" + "a".repeat(300)))).isEqualTo(414);
        assertThat(Served.status(served.exchange("GET / HTTP/1.1\r\n" + host + "a: " + "b".repeat(300) + "\r\n\r\n")))
                .isEqualTo(431);
        assertThat(Served.status(served.exchange("GET / HTTP/1.1\r\n" + host + "a: " + "b".repeat(300))))
                .isEqualTo(431);
        assertThat(Served.status(served.exchange("GET / HTTP/1.1\r\n" + host + "a: b\r\n".repeat(11) + "\r\n")))
                .isEqualTo(431);
        assertThat(Served.status(served.exchange(
                        "GET / HTTP/1.1\r\n" + host + ("a: " + "b".repeat(190) + "\r\n").repeat(6) + "\r\n")))
                .isEqualTo(431);
        assertThat(Served.status(served.exchange("POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n"
                        + ("64\r\n" + "x".repeat(100) + "\r\n").repeat(11) + "0\r\n\r\n")))
                .isEqualTo(413);
        goesOn();
    }

    /**
     * Hunts an answer that is lost: closing with bytes unread resets the connection, and the reset overtakes the
     * answer.
     */
    @Test
    void theRefusalOfAnEndlessBodyArrives() throws IOException {
        try (Socket s = served.connect()) {
            Served.send(s, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\n");
            Served.send(s, "x".repeat(500_000));

            assertThat(Served.status(Served.readUntil(s, "\r\n\r\n"))).isEqualTo(413);
        }
        goesOn();
    }

    /** Hunts an exception that ends more than its connection, and a connection that is never answered nor closed. */
    @Test
    void noiseIsAnsweredOrTheConnectionIsClosed() throws IOException {
        long seed = Long.getLong("gondola.seed", System.nanoTime());
        Random random = new Random(seed);
        String[] parts = {
            "GET ",
            "/",
            " HTTP/1.1",
            "\r\n",
            "\r\n\r\n",
            "Host: x",
            "Content-Length: 2",
            "Transfer-Encoding: chunked",
            "0",
            ":",
            " ",
            "\0",
            "\u00ff",
            "\n",
            "\t",
            "POST ",
            "-1",
            "ab",
            ";",
            ","
        };
        for (int i = 0; i < 100; i++) {
            StringBuilder noise = new StringBuilder();
            for (int n = random.nextInt(20); n >= 0; n--) {
                noise.append(parts[random.nextInt(parts.length)]);
            }
            try (Socket s = served.connect()) {
                Served.send(s, noise.toString());
                s.shutdownOutput();
                String answer = Served.rest(s);
                assertThat(answer.isEmpty() || Served.status(answer) > 0)
                        .as("-Dgondola.seed=%d: %s answered by %s", seed, noise, answer)
                        .isTrue();
            }
        }
        goesOn();
    }
}
