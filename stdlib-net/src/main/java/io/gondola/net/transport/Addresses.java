package io.gondola.net.transport;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Addresses as Go writes and reads them.
 *
 * @go net/netip/netip.go, {@code Addr.String}, {@code ParseAddr}
 */
public final class Addresses {
    private static final int GROUPS = 8;
    private static final int V4_BYTES = 4;
    private static final int MAX_BYTE = 255;
    private static final int MAX_BYTE_DIGITS = 3;

    private Addresses() {}

    /** {@code 127.0.0.1:80}, {@code [::1]:80}, and {@code name:80} for a name that was not looked up. */
    public static String text(InetSocketAddress a) {
        String host = a.isUnresolved() ? a.getHostString() : text(a.getAddress());
        return (host.indexOf(':') >= 0 ? '[' + host + ']' : host) + ':' + a.getPort();
    }

    /** {@code 127.0.0.1}, {@code fe80::1%eth0}; the longest run of zeros is left out. */
    public static String text(InetAddress a) {
        byte[] b = a.getAddress();
        if (b.length == V4_BYTES) {
            return a.getHostAddress();
        }
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = ((b[2 * i] & MAX_BYTE) << Byte.SIZE) | (b[2 * i + 1] & MAX_BYTE);
        }
        String zone = zone(a);
        return compressed(groups) + (zone.isEmpty() ? "" : "%" + zone);
    }

    private static String zone(InetAddress a) {
        String full = a.getHostAddress();
        int percent = full.indexOf('%');
        return percent < 0 ? "" : full.substring(percent + 1);
    }

    private static String compressed(int[] groups) {
        int from = -1;
        int length = 1; // a single group of zeros stays
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                from = i;
                length = end - i;
            }
            i = Math.max(i, end - 1);
        }
        return from < 0 ? hex(groups, 0, GROUPS) : hex(groups, 0, from) + "::" + hex(groups, from + length, GROUPS);
    }

    private static String hex(int[] groups, int from, int to) {
        StringJoiner out = new StringJoiner(":");
        for (int i = from; i < to; i++) {
            out.add(Integer.toHexString(groups[i]));
        }
        return out.toString();
    }

    /** The address that {@code host} is in figures, without any look-up; null if it is a name. */
    public static @Nullable InetAddress literal(String host) {
        try {
            if (host.indexOf(':') >= 0) {
                return isV6(host) ? InetAddress.getByName(host) : null;
            }
            byte[] v4 = v4(host);
            return v4 == null ? null : InetAddress.getByAddress(v4);
        } catch (UnknownHostException e) {
            return null; // an interface that does not exist, say
        }
    }

    private static boolean isV6(String host) {
        int percent = host.indexOf('%');
        String figures = percent < 0 ? host : host.substring(0, percent);
        return figures.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0);
    }

    private static byte @Nullable [] v4(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length != V4_BYTES) {
            return null;
        }
        byte[] bytes = new byte[V4_BYTES];
        for (int i = 0; i < V4_BYTES; i++) {
            int n = figure(parts[i]);
            if (n < 0) {
                return null;
            }
            bytes[i] = (byte) n;
        }
        return bytes;
    }

    private static int figure(String part) {
        boolean digits = !part.isEmpty()
                && part.length() <= MAX_BYTE_DIGITS
                && part.chars().allMatch(c -> c >= '0' && c <= '9')
                && (part.length() == 1 || part.charAt(0) != '0');
        int n = digits ? Integer.parseInt(part) : -1;
        return n <= MAX_BYTE ? n : -1;
    }

    /** Whether {@code a} stands for all addresses of the host. */
    public static boolean isWildcard(InetSocketAddress a) {
        return a.getAddress() != null && a.getAddress().isAnyLocalAddress();
    }

    /** Whether a socket that is bound to {@code own} cannot send to {@code to}, which is of the other family. */
    public static boolean isForeign(InetAddress own, InetAddress to) {
        return own instanceof Inet4Address && to instanceof Inet6Address;
    }
}
