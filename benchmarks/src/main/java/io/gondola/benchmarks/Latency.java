package io.gondola.benchmarks;

import io.gondola.commands.Command;
import io.gondola.dsl.GoRuntime;
import io.vavr.collection.List;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * How late goroutines wake up while all processors are busy with goroutines that never wait, beside Go where it is
 * installed: percentiles of many wake-ups, as a table and a CSV.
 *
 * <p>Virtual threads are no peer here: they are not preempted, so beside as many busy ones as there are carriers none
 * wakes up at all.
 */
public final class Latency {
    static final Command COMMAND = Command.named(
                    "Latency", "java -cp gondola-benchmarks.jar io.gondola.benchmarks.Latency [OPTION...]")
            .option("--procs", "N", "processors, as many as there are CPUs by default")
            .option("--seconds", "N", "how long each row is measured, from 1 to 3600; 10 by default")
            .option("--out", "DIR", "where to write latency.md and latency.csv; target/latency by default");
    private static final String WAKE_UP = "wake-up ";
    private static final List<Integer> BUSY_PER_PROCESSOR = List.of(1, 4);
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final double NANOS_PER_MILLI = 1e6;

    private Latency() {}

    /** One line of the table. */
    record Row(LatencyProbe.Waker kind, int busy, Peer peer, Histogram nanos) {
        double millis(double percentile) {
            return nanos.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
        }

        double max() {
            return nanos.getMaxValue() / NANOS_PER_MILLI;
        }
    }

    public static void main(String[] args) throws Exception {
        Arguments.run(COMMAND, args, Latency::run);
    }

    private static void run(Arguments given) throws IOException, InterruptedException {
        int procs = given.number("--procs", 1, 1024, Environment.cpus());
        Duration time = Duration.ofSeconds(given.number("--seconds", 1, 3_600, 10));
        Path out = Path.of(given.text("--out").getOrElse("target/latency"));
        List<Row> rows = measure(procs, time);
        Files.createDirectories(out);
        Files.writeString(out.resolve("latency.md"), markdown(rows, procs));
        Files.writeString(out.resolve("latency.csv"), csv(rows, procs));
        System.out.print(markdown(rows, procs));
    }

    private static List<Row> measure(int procs, Duration time) throws InterruptedException {
        Option<Launcher> go = goProgram();
        List<Row> rows = List.empty();
        for (int each : BUSY_PER_PROCESSOR) {
            int busy = each * procs;
            for (LatencyProbe.Waker kind : LatencyProbe.Waker.values()) {
                System.err.println(kind.title() + ", " + busy + " busy goroutines");
                rows = rows.append(new Row(kind, busy, Peer.GONDOLA, onGondola(kind, busy, procs, time)));
                if (go.isDefined() && kind != LatencyProbe.Waker.THREAD) { // Go has no threads but its own
                    rows = rows.appendAll(onGo(go.get(), kind, busy, procs, time));
                }
            }
        }
        return rows;
    }

    private static Histogram onGondola(LatencyProbe.Waker kind, int busy, int procs, Duration time)
            throws InterruptedException {
        try (GoRuntime runtime = GoRuntime.builder().maxProcs(procs).build()) {
            LatencyProbe probe = new LatencyProbe(runtime, kind, busy);
            probe.measure(WARM_UP);
            return probe.measure(time);
        }
    }

    private static Option<Launcher> goProgram() throws InterruptedException {
        Launcher launcher = new Launcher("1g", Launcher.folder());
        try {
            launcher.prepare(Peer.GO);
            return Option.of(launcher);
        } catch (PeerFailure e) {
            System.err.println("without Go: " + e.getMessage());
            return Option.none();
        }
    }

    private static Option<Row> onGo(Launcher go, LatencyProbe.Waker kind, int busy, int procs, Duration time)
            throws InterruptedException {
        List<String> arguments = List.of(
                "latency",
                kind.label(),
                Integer.toString(busy),
                Integer.toString(procs),
                Long.toString(WARM_UP.toMillis()),
                Long.toString(time.toMillis()));
        try {
            return Option.of(new Row(kind, busy, Peer.GO, parse(go.runGo(arguments, kind.title() + " in Go"))));
        } catch (PeerFailure e) {
            System.err.println(e.getMessage());
            return Option.none();
        }
    }

    /** What the Go program printed. */
    static Histogram parse(String output) {
        Histogram nanos = new Histogram(LatencyProbe.DIGITS);
        output.lines()
                .filter(line -> line.startsWith(WAKE_UP))
                .forEach(line -> nanos.recordValue(Long.parseLong(line.substring(WAKE_UP.length()))));
        return nanos;
    }

    static String markdown(List<Row> rows, int procs) {
        return "| woken | busy goroutines, P = " + procs + " | peer | wake-ups | p50 | p99 | p99.9 | max |\n"
                + "|---|--:|---|--:|--:|--:|--:|--:|\n"
                + rows.map(row -> String.format(
                                Locale.ROOT,
                                "| %s | %d | %s | %d | %.2f ms | %.2f ms | %.2f ms | %.2f ms |\n",
                                row.kind().title(),
                                row.busy(),
                                row.peer().title(),
                                row.nanos().getTotalCount(),
                                row.millis(50),
                                row.millis(99),
                                row.millis(99.9),
                                row.max()))
                        .mkString()
                + "\n" + Environment.describe() + "\n";
    }

    static String csv(List<Row> rows, int procs) {
        return "woken,procs,busy,peer,count,p50_ms,p99_ms,p99.9_ms,max_ms\n"
                + rows.map(row -> String.format(
                                Locale.ROOT,
                                "%s,%d,%d,%s,%d,%.4f,%.4f,%.4f,%.4f\n",
                                row.kind().title(),
                                procs,
                                row.busy(),
                                row.peer().label(),
                                row.nanos().getTotalCount(),
                                row.millis(50),
                                row.millis(99),
                                row.millis(99.9),
                                row.max()))
                        .mkString();
    }
}
