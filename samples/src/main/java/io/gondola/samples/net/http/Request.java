package io.gondola.samples.net.http;

import io.vavr.control.Option;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;

/** A request with its whole body. */
public final class Request {
    private final HttpRequest head;
    private final byte[] body;

    Request(HttpRequest head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    public String method() {
        return head.getMethod();
    }

    /** The path as it was sent, without the query. */
    public String path() {
        String target = head.getRequestUri();
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The decoded value of a parameter of the query; none if there is none, or it cannot be decoded. */
    public Option<String> parameter(String name) {
        String target = head.getRequestUri();
        for (String pair : target.substring(target.indexOf('?') + 1).split("&", -1)) {
            if (target.indexOf('?') >= 0 && pair.startsWith(name + "=")) {
                try {
                    return Option.some(URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException e) {
                    return Option.none();
                }
            }
        }
        return Option.none();
    }

    /** The value of the first field of that name. */
    public Option<String> field(String name) {
        return Option.of(head.getFirstHeader(name)).map(Header::getValue);
    }

    /** Its bytes, which are not copied. */
    public byte[] body() {
        return body;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return method() + " " + head.getRequestUri();
    }
}
