package io.gondola.net.transport;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A host and a port, apart.
 *
 * @param host a name or an address in figures; empty for the host itself, or all of its addresses
 * @go net/ipsock.go, {@code SplitHostPort}
 * @go net/dial.go, {@code Resolver.resolveAddrList}
 */
public record HostPort(String host, int port) {
    private static final int MAX_PORT = 65535;

    /** The names of ports that Go knows without the system's list. */
    private static final Map<String, Integer> TCP_PORTS = Map.ofEntries(
            Map.entry("domain", 53),
            Map.entry("ftp", 21),
            Map.entry("ftps", 990),
            Map.entry("gopher", 70),
            Map.entry("http", 80),
            Map.entry("https", 443),
            Map.entry("imap2", 143),
            Map.entry("imap3", 220),
            Map.entry("imaps", 993),
            Map.entry("pop3", 110),
            Map.entry("pop3s", 995),
            Map.entry("smtp", 25),
            Map.entry("submissions", 465),
            Map.entry("ssh", 22),
            Map.entry("telnet", 23));

    private static final Map<String, Integer> UDP_PORTS = Map.of("domain", 53);

    /**
     * Takes {@code text} apart.
     *
     * @param op {@code dial} or {@code listen}
     * @param network {@code tcp} or {@code udp}
     * @throws BadAddressException Go's cause: {@code address foo: missing port in address}
     */
    public static HostPort parse(String op, String network, String text) throws BadAddressException {
        Objects.requireNonNull(text, "hostAndPort");
        if (text.isEmpty()) {
            if (op.equals("dial")) {
                throw new BadAddressException("missing address");
            }
            return new HostPort("", 0);
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw bad(text, "missing port in address");
        }
        String host;
        int hostStart = 0;
        int hostEnd = 0; // up to where brackets were accounted for
        if (text.charAt(0) == '[') {
            int end = text.indexOf(']');
            if (end < 0) {
                throw bad(text, "missing ']' in address");
            }
            if (end + 1 != colon) {
                boolean colons = end + 1 < text.length() && text.charAt(end + 1) == ':';
                throw bad(text, colons ? "too many colons in address" : "missing port in address");
            }
            host = text.substring(1, end);
            hostStart = 1;
            hostEnd = end + 1;
        } else {
            host = text.substring(0, colon);
            if (host.indexOf(':') >= 0) {
                throw bad(text, "too many colons in address");
            }
        }
        if (text.indexOf('[', hostStart) >= 0) {
            throw bad(text, "unexpected '[' in address");
        }
        if (text.indexOf(']', hostEnd) >= 0) {
            throw bad(text, "unexpected ']' in address");
        }
        return new HostPort(host, port(network, text.substring(colon + 1)));
    }

    private static int port(String network, String text) throws BadAddressException {
        if (text.isEmpty()) {
            return 0;
        }
        int sign = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
        if (text.length() > sign && text.chars().skip(sign).allMatch(c -> c >= '0' && c <= '9')) {
            int n = text.length() - sign > 9 ? Integer.MAX_VALUE : Integer.parseInt(text.substring(sign));
            if (n > MAX_PORT || (n > 0 && text.charAt(0) == '-')) {
                throw bad(text, "invalid port");
            }
            return n;
        }
        Integer known = (network.equals("udp") ? UDP_PORTS : TCP_PORTS).get(text.toLowerCase(Locale.ROOT));
        if (known == null) {
            throw new BadAddressException("lookup " + network + "/" + text + ": unknown port");
        }
        return known;
    }

    private static BadAddressException bad(String address, String rule) {
        return new BadAddressException("address " + address + ": " + rule);
    }
}
