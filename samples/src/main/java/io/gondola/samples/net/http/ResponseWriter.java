package io.gondola.samples.net.http;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.TcpConnection;
import io.vavr.control.Option;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.http.impl.EnglishReasonPhraseCatalog;

/** Writes answers: head and body by one call to the system, or a body in chunks. */
final class ResponseWriter {
    private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");
    private static final byte[] END_OF_LINE = ascii("\r\n");

    private final TcpConnection c;
    private final Duration time;

    ResponseWriter(TcpConnection c, Duration time) {
        this.c = c;
        this.time = time;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * @param version of the request: HTTP/1.0 knows no chunks, so the end of the connection ends a streamed body
     * @param headOnly the request was a HEAD, whose answer has no body
     * @param keeps whether the connection is kept
     */
    Go<Unit> write(Response response, ProtocolVersion version, boolean headOnly, boolean keeps) {
        boolean chunked = response.pieces().isDefined() && version.greaterEquals(HttpVersion.HTTP_1_1);
        boolean ends = !keeps || (response.pieces().isDefined() && !chunked);
        byte[] head = head(response, chunked, ends);
        if (headOnly || !response.mayHaveBody()) {
            return timed(head);
        }
        return response.pieces()
                .map(next -> timed(head).then(stream(next, chunked)))
                .getOrElse(() -> timed(joined(head, response.body())));
    }

    private static byte[] head(Response response, boolean chunked, boolean ends) {
        StringBuilder head = new StringBuilder(128)
                .append("HTTP/1.1 ")
                .append(response.status())
                .append(' ')
                .append(EnglishReasonPhraseCatalog.INSTANCE.getReason(response.status(), Locale.ROOT))
                .append("\r\n");
        for (String field : response.fields()) {
            head.append(field).append("\r\n");
        }
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (response.mayHaveBody() && response.pieces().isEmpty()) {
            head.append("Content-Length: ").append(response.body().length).append("\r\n");
        }
        return ascii(
                head.append(ends ? "Connection: close\r\n" : "").append("\r\n").toString());
    }

    private Go<Unit> stream(Go<Option<byte[]>> next, boolean chunked) {
        return forever(done -> next.flatMap(piece -> piece.isEmpty()
                ? (chunked ? timed(LAST_CHUNK) : unit()).then(done.exit())
                : piece.get().length == 0 // an empty chunk would end the body
                        ? unit()
                        : timed(chunked ? chunk(piece.get()) : piece.get())));
    }

    private static byte[] chunk(byte[] piece) {
        return joined(ascii(Integer.toHexString(piece.length) + "\r\n"), piece, END_OF_LINE);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private Go<Unit> timed(byte[] bytes) {
        return c.setWriteDeadline(time).then(c.write(bytes));
    }
}
