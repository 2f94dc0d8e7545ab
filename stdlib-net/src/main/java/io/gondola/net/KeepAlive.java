package io.gondola.net;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
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

    /**
     * Sets on a listener what {@link #set} would set on each connection for {@code idle}, but for SO_KEEPALIVE, which
     * NIO's listeners do not have.
     */
    static void setTuning(ServerSocketChannel listener, Duration idle) {
        if (TUNED && listener.supportedOptions().containsAll(Tuning.ALL)) {
            try {
                Tuning.set(listener, seconds(idle));
            } catch (IOException e) {
                // each connection is tuned, then
            }
        }
    }

    /** Whether {@code accepted} has taken over its listener's {@link #setTuning tuning}, as on Linux. */
    static boolean isTuned(SocketChannel accepted, Duration idle) throws IOException {
        return !TUNED || Tuning.isSet(accepted, seconds(idle));
    }

    /** Asks after the times that the connection is tuned to already. */
    static void turnOn(SocketChannel accepted) throws IOException {
        accepted.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    }

    private static int seconds(Duration d) {
        long s = d.getNano() == 0 ? d.getSeconds() : d.getSeconds() + 1;
        return (int) Math.min(s, Short.MAX_VALUE); // Linux takes no more
    }

    /** Apart, since the module may be absent. */
    private static final class Tuning {
        static final Set<SocketOption<Integer>> ALL = Set.of(
                ExtendedSocketOptions.TCP_KEEPIDLE,
                ExtendedSocketOptions.TCP_KEEPINTERVAL,
                ExtendedSocketOptions.TCP_KEEPCOUNT);

        private Tuning() {}

        static boolean isSupported() {
            try (SocketChannel channel = SocketChannel.open()) {
                return channel.supportedOptions().containsAll(ALL);
            } catch (IOException e) {
                return true; // there are no file descriptors at the moment, say
            }
        }

        static boolean isSet(SocketChannel channel, int seconds) throws IOException {
            return channel.getOption(ExtendedSocketOptions.TCP_KEEPIDLE) == seconds
                    && channel.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL) == seconds
                    && channel.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT) == PROBES;
        }

        static void set(NetworkChannel channel, int seconds) throws IOException {
            channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, seconds);
            channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, seconds);
            channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
        }
    }
}
