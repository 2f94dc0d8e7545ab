package io.gondola.samples.net.http;

import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolVersion;

/** What a head must hold beyond what HttpCore's parser sees to: RFC 9110 and 9112. */
final class RequestRules {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern TARGET = Pattern.compile("(/|[Hh][Tt][Tt][Pp]://)[\\x21-\\x7e\\x80-\\xff]*|\\*");

    private RequestRules() {}

    static void check(HttpRequest head) throws Rejection {
        ProtocolVersion version = head.getVersion() == null ? HttpVersion.HTTP_1_1 : head.getVersion();
        if (version.getMajor() != 1 || version.getMinor() > 1) {
            throw new Rejection(505, "this server speaks HTTP/1.1");
        }
        if (!TOKEN.matcher(head.getMethod()).matches()) {
            throw new Rejection(400, "malformed method");
        }
        if (!TARGET.matcher(head.getRequestUri()).matches()) {
            throw new Rejection(400, "malformed target");
        }
        for (Header h : head.getHeaders()) {
            if (!TOKEN.matcher(h.getName()).matches()) {
                throw new Rejection(400, "malformed field");
            }
        }
        int hosts = head.getHeaders("Host").length;
        if (hosts > 1 || (hosts == 0 && version.greaterEquals(HttpVersion.HTTP_1_1))) {
            throw new Rejection(400, "one field Host is needed");
        }
        for (Header h : head.getHeaders("Expect")) {
            if (!h.getValue().equalsIgnoreCase("100-continue")) {
                throw new Rejection(417, "unknown expectation");
            }
        }
    }
}
