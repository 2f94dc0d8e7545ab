package io.gondola.net;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;

/**
 * Finds peers that have vanished without a word.
 *
 * @go net/tcpsockopt_unix.go
 */
final class KeepAlive {
    private static final int PROBES = 9; // Go: net/tcpsock.go, defaultTCPKeepAliveCount
    private static final boolean TUNED = hasTuning();

    private KeepAlive() {}

    private static boolean hasTuning() {
        return ModuleLayer.boot().findModule("jdk.net").isPresent() && Tuning.isSupported();
    }

    /** Asks after {@code idle}, and then again and again; zero or less: never. */
    static void set(SocketChannel channel, Duration idle) throws IOException {
        boolean on = !idle.isNegative() && !idle.isZero();
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, on);
        if (on && TUNED) {
            Tuning.set(channel, seconds(idle));
        }
    }

    private static int seconds(Duration d) {
        long s = d.getNano() == 0 ? d.getSeconds() : d.getSeconds() + 1;
        return (int) Math.min(s, Short.MAX_VALUE); // Linux takes no more
    }

    /** Apart, since the module may be absent. */
    private static final class Tuning {
        private Tuning() {}

        static boolean isSupported() {
            try (SocketChannel channel = SocketChannel.open()) {
                Set<SocketOption<?>> all = channel.supportedOptions();
                return all.contains(ExtendedSocketOptions.TCP_KEEPIDLE)
                        && all.contains(ExtendedSocketOptions.TCP_KEEPINTERVAL)
                        && all.contains(ExtendedSocketOptions.TCP_KEEPCOUNT);
            } catch (IOException e) {
                return true; // there are no file descriptors at the moment, say
            }
        }

        static void set(SocketChannel channel, int seconds) throws IOException {
            channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, seconds);
            channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, seconds);
            channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
        }
    }
}
