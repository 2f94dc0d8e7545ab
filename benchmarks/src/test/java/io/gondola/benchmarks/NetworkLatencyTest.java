package io.gondola.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.GoRuntime;
import io.gondola.net.Net;
import io.gondola.net.TcpListener;
import io.vavr.collection.List;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class NetworkLatencyTest {
    private static final long STOP_NANOS = 400_000_000;

    /** A server of one connection, which sends back what comes; before the first answer it waits. */
    private static Thread serve(ServerSocketChannel listener, long waitNanos) {
        Thread server = new Thread(() -> {
            try (SocketChannel c = listener.accept()) {
                ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
                long begin = System.nanoTime();
                while (c.read(bytes.clear()) >= 0) {
                    while (System.nanoTime() - begin < waitNanos) {
                        Thread.onSpinWait();
                    }
                    bytes.flip();
                    while (bytes.hasRemaining()) {
                        c.write(bytes);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        server.start();
        return server;
    }

    private static Histogram measure(long waitNanos) throws IOException, InterruptedException {
        try (ServerSocketChannel listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Thread server = serve(listener, waitNanos);
            int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            try (FixedRate client = new FixedRate(port, 1)) {
                return client.measure(1_000, Duration.ofSeconds(1));
            } finally {
                server.join();
            }
        }
    }

    /** Hunts an echo that sends what is in its buffer more than once: it would be very fast. */
    @Test
    void gondolasEchoSendsBackWhatComesAndNoMore() throws Exception {
        try (GoRuntime runtime = GoRuntime.builder().maxProcs(2).build()) {
            TcpListener l = runtime.run(Net.listen("localhost:0"));
            var served = runtime.start(l.serve(NetworkPrograms::answer));
            try (FixedRate client = new FixedRate(l.address().getPort(), 10)) {
                assertThat(client.measure(1_000, Duration.ofSeconds(1)).getTotalCount())
                        .isEqualTo(1_000);
            }
            runtime.run(l.stop());
            served.join();
        }
    }

    @Test
    void everyRequestIsAnsweredAndCounts() throws Exception {
        assertThat(measure(0).getTotalCount()).isEqualTo(1_000);
    }

    /**
     * A client that waits for each answer would tell of one slow request; here all that were due meanwhile are late.
     */
    @Test
    void aServerThatStopsDelaysAllRequestsThatWereDueMeanwhile() throws Exception {
        Histogram nanos = measure(STOP_NANOS);

        assertThat(nanos.getTotalCount() - nanos.getCountBetweenValues(0, STOP_NANOS / 4))
                .isGreaterThan(200);
    }

    @Test
    void aServerThatClosesIsAnError() throws Exception {
        try (ServerSocketChannel listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            try (FixedRate client = new FixedRate(port, 1)) {
                listener.accept().close();
                assertThatThrownBy(() -> client.measure(10, Duration.ofSeconds(1)))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void theTableShowsMicrosecondsOfPercentiles() {
        Histogram nanos = new Histogram(3);
        for (int i = 1; i <= 100; i++) {
            nanos.recordValue(i * 10_000L);
        }

        assertThat(NetworkLatency.markdown(List.of(new NetworkLatency.Row(Peer.NETTY, 5_000, nanos))))
                .contains("| 5000 | Netty | 100 | 500 µs | 990 µs | 1000 µs | 1000 µs |\n");
    }
}
