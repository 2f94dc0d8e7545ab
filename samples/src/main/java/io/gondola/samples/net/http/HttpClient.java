package io.gondola.samples.net.http;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.net.DialOptions;
import io.gondola.net.Net;
import io.gondola.net.TcpConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.nio.DefaultHttpResponseFactory;
import org.apache.hc.core5.http.impl.nio.DefaultHttpResponseParser;

/** Fetches a page by a connection of its own. */
public final class HttpClient {
    private HttpClient() {}

    /**
     * Gets {@code path} from {@code hostAndPort}; all of it must be there after {@code time}.
     *
     * @return panics with the {@code NetException} of what fails, or with an {@code IOException} if the answer makes no
     *     sense
     */
    public static Go<Response> get(String hostAndPort, String path, Duration time) {
        byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: " + hostAndPort + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        return Net.dial(hostAndPort, DialOptions.defaults().timeout(time))
                .flatMap(c -> c.setReadDeadline(time)
                        .then(c.setWriteDeadline(time))
                        .then(c.write(request))
                        .then(answer(c))
                        .defer(c.close()));
    }

    private static Go<Response> answer(TcpConnection c) {
        return suspend(() -> {
            Limits limits = Limits.usual();
            Http1Config config = MessageReader.config(limits);
            MessageReader<HttpResponse> in = new MessageReader<>(
                    c, limits, new DefaultHttpResponseParser<>(config, DefaultHttpResponseFactory.INSTANCE), config);
            return in.head()
                    .flatMap(head -> in.body(Framing.ofResponse(head)).map(body -> {
                        Header type = head.getFirstHeader("Content-Type");
                        return Response.of(
                                head.getCode(), type == null ? "application/octet-stream" : type.getValue(), body);
                    }));
        });
    }
}
