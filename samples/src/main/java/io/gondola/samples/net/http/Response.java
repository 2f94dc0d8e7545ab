package io.gondola.samples.net.http;

import io.gondola.dsl.Go;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** An answer: its body is there, or comes piece by piece. Immutable. */
public final class Response {
    private static final byte[] NOTHING = {};

    private final int status;
    private final Seq<String> fields;
    private final byte[] body;
    private final Option<Go<Option<byte[]>>> pieces;

    private Response(int status, Seq<String> fields, byte[] body, Option<Go<Option<byte[]>>> pieces) {
        this.status = status;
        this.fields = fields;
        this.body = body;
        this.pieces = pieces;
    }

    /** An answer without a body. */
    public static Response of(int status) {
        return new Response(status, List.empty(), NOTHING, Option.none());
    }

    public static Response text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    public static Response html(String page) {
        return of(200, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    public static Response json(String json) {
        return of(200, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    public static Response of(int status, String type, byte[] body) {
        return new Response(status, List.of("Content-Type: " + type), body, Option.none());
    }

    /** A body that comes piece by piece until {@code next} yields none; it is sent in chunks. */
    public static Response streamed(String type, Go<Option<byte[]>> next) {
        return new Response(200, List.of("Content-Type: " + type), NOTHING, Option.some(next));
    }

    /**
     * The same with one more field.
     *
     * @throws IllegalArgumentException if there is a control character in it, which could begin a field of somebody
     *     else's
     */
    public Response with(String field, String value) {
        String line = Objects.requireNonNull(field, "field") + ": " + Objects.requireNonNull(value, "value");
        if (line.chars().anyMatch(ch -> ch < ' ' || ch == 0x7f)) {
            throw new IllegalArgumentException("a field must not have control characters: " + field);
        }
        return new Response(status, fields.append(line), body, pieces);
    }

    public int status() {
        return status;
    }

    public byte[] body() {
        return body;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    Seq<String> fields() {
        return fields;
    }

    Option<Go<Option<byte[]>>> pieces() {
        return pieces;
    }

    boolean mayHaveBody() {
        return status >= 200 && status != 204 && status != 304;
    }

    @Override
    public String toString() {
        return status + " " + fields.mkString("; ");
    }
}
