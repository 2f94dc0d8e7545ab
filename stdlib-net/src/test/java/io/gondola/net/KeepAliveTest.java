package io.gondola.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * That the system asks whether the peer lives is read from its table of sockets. A peer that vanishes without a word
 * cannot be had on a loopback interface: that part is the system's.
 */
class KeepAliveTest {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String ESTABLISHED = "01";
    private static final String KEEP_ALIVE = "02";
    private static final double TICKS = 100; // a second: the kernel's USER_HZ

    private final Loopback net = new Loopback();

    @AfterEach
    void close() {
        net.close();
    }

    /** The kind of a connection's timer, and in how many seconds it rings. */
    private record Timer(String kind, double seconds) {}

    private static Timer timerOf(TcpConnection c) throws IOException {
        String local = "%04X".formatted(c.localAddress().getPort());
        for (Path table : TABLES) { // sockets may be of IPv6 even if their addresses are not
            for (String line : Files.readAllLines(table)) {
                String[] columns = line.strip().split("\\s+", -1);
                if (columns[1].endsWith(":" + local) && columns[3].equals(ESTABLISHED)) {
                    String[] timer = columns[5].split(":", -1);
                    return new Timer(timer[0], Long.parseLong(timer[1], 16) / TICKS);
                }
            }
        }
        throw new AssertionError("not in the table: " + c);
    }

    @Test
    void anIdlePeerIsAskedWhetherItLivesAfterTheTimeThatWasSet() throws IOException {
        assumeTrue(TABLES.stream().allMatch(Files::isReadable), "needs " + TABLES);
        var pair = net.run(Loopback.pair());
        TcpConnection c = pair._1;

        assertThat(timerOf(c).kind()).isEqualTo(KEEP_ALIVE);
        assertThat(timerOf(c).seconds()).isBetween(0.0, 15.1);
        assertThat(timerOf(pair._2).kind()).as("of what was accepted").isEqualTo(KEEP_ALIVE);
        assertThat(timerOf(pair._2).seconds()).isBetween(0.0, 15.1);

        net.run(c.keepAlive(Duration.ofMillis(99_500)));
        assertThat(timerOf(c).seconds()).isBetween(15.2, 100.1);

        net.run(c.keepAlive(Duration.ZERO));
        assertThat(timerOf(c).kind()).isNotEqualTo(KEEP_ALIVE);
        net.run(c.close());
        net.run(pair._2.close());
    }
}
