package io.gondola.samples.net.http;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolVersion;

/**
 * Where a body ends. Two servers that disagree about that can be made to see different requests on one connection
 * ("smuggling"), so whatever can be read in two ways is refused.
 */
record Framing(BodyLength kind, long length) {
    enum BodyLength {
        NONE,
        LENGTH,
        CHUNKED,
        UNTIL_END
    }

    static Framing ofRequest(HttpMessage head) throws Rejection {
        return of(head, BodyLength.NONE);
    }

    static Framing ofResponse(HttpMessage head) throws Rejection {
        return of(head, BodyLength.UNTIL_END);
    }

    private static Framing of(HttpMessage head, BodyLength otherwise) throws Rejection {
        Header[] codings = head.getHeaders("Transfer-Encoding");
        Header[] lengths = head.getHeaders("Content-Length");
        if (codings.length > 0) {
            ProtocolVersion version = head.getVersion();
            if (lengths.length > 0
                    || codings.length > 1
                    || (version != null && version.lessEquals(HttpVersion.HTTP_1_0))) {
                throw new Rejection(400, "ambiguous length of the body");
            }
            if (!codings[0].getValue().trim().equalsIgnoreCase("chunked")) {
                throw new Rejection(501, "unknown transfer coding");
            }
            return new Framing(BodyLength.CHUNKED, 0);
        }
        if (lengths.length == 0) {
            return new Framing(otherwise, 0);
        }
        String length = lengths[0].getValue().trim();
        for (Header other : lengths) {
            if (!other.getValue().trim().equals(length)) {
                throw new Rejection(400, "ambiguous length of the body");
            }
        }
        if (!length.matches("[0-9]{1,18}")) {
            throw new Rejection(length.matches("[0-9]+") ? 413 : 400, "bad length of the body");
        }
        return new Framing(BodyLength.LENGTH, Long.parseLong(length));
    }

    /** Whether it is known to be longer than {@code most} bytes. */
    void check(int most) throws Rejection {
        if (length > most) {
            throw new Rejection(413, "the body is longer than " + most + " bytes");
        }
    }
}
