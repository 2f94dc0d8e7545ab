package io.gondola.benchmarks;

import io.gondola.commands.Command;
import io.vavr.collection.List;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How long an echo of 64 bytes takes at a fixed rate of requests, on each peer in turn: percentiles, as a table and a
 * CSV. The server is a process of its own; the requests come from this one, see {@link FixedRate}.
 */
public final class NetworkLatency {
    private static final List<Peer> PEERS = List.of(Peer.GONDOLA, Peer.GO, Peer.VIRTUAL, Peer.NETTY, Peer.KOTLIN);
    static final Command COMMAND = Command.named(
                    "NetworkLatency",
                    "java -cp gondola-benchmarks.jar io.gondola.benchmarks.NetworkLatency [OPTION...]")
            .option("--peers", "LIST", "some of " + PEERS.map(Peer::label).mkString(", ") + "; all by default")
            .option("--rates", "LIST", "requests a second, from 1 to 1000000; 10000,20000 by default")
            .option(
                    "--procs",
                    "N",
                    "processors of the server, as many as there are CPUs by default; the client takes one, " + "too")
            .option("--connections", "N", "from 1 to 10000; 200 by default")
            .option(
                    "--seconds",
                    "N",
                    "how long each row is measured, after as long a warm-up, from 1 to 3600; 5 by default")
            .option("--passes", "N", "servers for each row, from 1 to 100; 2 by default; the peers take turns")
            .option("--out", "DIR", "where to write network-latency.md and .csv; target/network-latency by default");
    private static final int MAX_RATE = 1_000_000;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final String PORT = "port ";

    private final Launcher launcher = new Launcher("1g", Launcher.folder());
    private final Arguments given;

    private NetworkLatency(Arguments given) {
        this.given = given;
    }

    /** One line of the table; its histogram holds the answers of all passes. */
    record Row(Peer peer, int rate, Histogram nanos) {
        double micros(double percentile) {
            return nanos.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
        }
    }

    public static void main(String[] args) throws Exception {
        Arguments.run(COMMAND, args, NetworkLatency::run);
    }

    private static void run(Arguments given) throws IOException, InterruptedException {
        Path out = Path.of(given.text("--out").getOrElse("target/network-latency"));
        List<Row> rows = new NetworkLatency(given).measure();
        Files.createDirectories(out);
        Files.writeString(out.resolve("network-latency.md"), markdown(rows));
        Files.writeString(out.resolve("network-latency.csv"), csv(rows));
        System.out.print(markdown(rows));
    }

    private List<Row> measure() throws InterruptedException {
        List<Peer> peers = given.named(
                        "--peers", Peer::labelled, PEERS, label -> System.err.println("unknown peer: " + label))
                .filter(this::isPrepared);
        List<Integer> rates = List.empty();
        for (String text : given.list("--rates").getOrElse(List.of("10000", "20000"))) {
            rates = rates.append(Arguments.number("--rates", text, 1, MAX_RATE));
        }
        int procs = given.number("--procs", 1, 1024, Environment.cpus());
        int connections = given.number("--connections", 1, 10_000, NetworkPrograms.CONNECTIONS);
        Duration time = Duration.ofSeconds(given.number("--seconds", 1, 3_600, 5));
        int passes = given.number("--passes", 1, 100, 2);
        List<Row> rows = rates.flatMap(rate -> peers.map(peer -> new Row(peer, rate, new Histogram(3))));
        for (int pass = 0; pass < passes; pass++) {
            for (Row row : pass % 2 == 0 ? rows : rows.reverse()) {
                System.err.println(row.peer().title() + ", " + row.rate() + " requests a second");
                add(row, procs, connections, time);
            }
        }
        return rows.filter(row -> row.nanos().getTotalCount() > 0);
    }

    private boolean isPrepared(Peer peer) {
        try {
            if (!PEERS.contains(peer)) {
                throw new PeerFailure("it has no echo server here");
            }
            launcher.prepare(peer);
            return true;
        } catch (PeerFailure e) {
            System.err.println("without " + peer.title() + ": " + e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Starts a server and measures it; what fails is told, and the row stays as it was. */
    private void add(Row row, int procs, int connections, Duration time) throws InterruptedException {
        Process server;
        try {
            server = launcher.startEcho(row.peer(), procs);
        } catch (IOException e) {
            System.err.println(row.peer().title() + ": " + e.getMessage());
            return;
        }
        try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8);
                FixedRate client = new FixedRate(port(lines), connections)) {
            var unused = client.measure(row.rate(), time);
            row.nanos().add(client.measure(row.rate(), time));
        } catch (IOException e) {
            System.err.println(row.peer().title() + " at " + row.rate() + " a second: " + e.getMessage());
        } finally {
            server.destroy();
            if (!server.waitFor(5, TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
        }
    }

    private static int port(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(PORT)) {
                return Integer.parseInt(line.substring(PORT.length()));
            }
        }
        throw new IOException("the server has ended without a port");
    }

    static String markdown(List<Row> rows) {
        return "| requests a second | peer | answers | p50 | p99 | p99.9 | max |\n|--:|---|--:|--:|--:|--:|--:|\n"
                + rows.map(row -> String.format(
                                Locale.ROOT,
                                "| %d | %s | %d | %.0f µs | %.0f µs | %.0f µs | %.0f µs |\n",
                                row.rate(),
                                row.peer().title(),
                                row.nanos().getTotalCount(),
                                row.micros(50),
                                row.micros(99),
                                row.micros(99.9),
                                row.micros(100)))
                        .mkString()
                + "\n" + Environment.describe() + "\n";
    }

    static String csv(List<Row> rows) {
        return "rate,peer,count,p50_us,p90_us,p99_us,p99.9_us,max_us\n"
                + rows.map(row -> String.format(
                                Locale.ROOT,
                                "%d,%s,%d,%.1f,%.1f,%.1f,%.1f,%.1f\n",
                                row.rate(),
                                row.peer().label(),
                                row.nanos().getTotalCount(),
                                row.micros(50),
                                row.micros(90),
                                row.micros(99),
                                row.micros(99.9),
                                row.micros(100)))
                        .mkString();
    }
}
