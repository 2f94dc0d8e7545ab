package io.gondola.benchmarks;

import io.gondola.dsl.GoRuntime;
import io.vavr.collection.List;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * How late goroutines wake up while all processors are busy with goroutines that never wait: percentiles of many wake-ups, as
 * a table and a CSV.
 */
public final class Latency {
    private static final String USAGE = """
            usage: java -cp gondola-benchmarks.jar io.gondola.benchmarks.Latency [OPTION...]

              --procs N     processors, as many as there are CPUs by default
              --seconds N   how long each row is measured, from 1 to 3600; 10 by default
              --out DIR     where to write latency.md and latency.csv; target/latency by default
              --help        prints this
            """;
    private static final List<Integer> BUSY_PER_PROCESSOR = List.of(1, 4);
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final double NANOS_PER_MILLI = 1e6;

    private Latency() {}

    /** One line of the table. */
    record Row(LatencyProbe.Kind kind, int busy, Histogram nanos) {
        double millis(double percentile) {
            return nanos.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
        }

        double max() {
            return nanos.getMaxValue() / NANOS_PER_MILLI;
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            Arguments given = Arguments.parse(USAGE, List.of("--help"), List.of("--procs", "--seconds", "--out"), args);
            if (given.has("--help")) {
                System.out.print(USAGE);
                return;
            }
            int procs = given.number("--procs", 1, 1024, Environment.cpus());
            Duration time = Duration.ofSeconds(given.number("--seconds", 1, 3_600, 10));
            Path out = Path.of(given.text("--out").getOrElse("target/latency"));
            List<Row> rows = measure(procs, time);
            Files.createDirectories(out);
            Files.writeString(out.resolve("latency.md"), markdown(rows, procs));
            Files.writeString(out.resolve("latency.csv"), csv(rows, procs));
            System.out.print(markdown(rows, procs));
        } catch (UsageError e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static List<Row> measure(int procs, Duration time) throws InterruptedException {
        List<Row> rows = List.empty();
        for (int each : BUSY_PER_PROCESSOR) {
            for (LatencyProbe.Kind kind : LatencyProbe.Kind.values()) {
                int busy = each * procs;
                System.err.println(kind.title() + ", " + busy + " busy goroutines");
                try (GoRuntime runtime = GoRuntime.builder().maxProcs(procs).build()) {
                    LatencyProbe probe = new LatencyProbe(runtime, kind, busy);
                    probe.measure(WARM_UP);
                    rows = rows.append(new Row(kind, busy, probe.measure(time)));
                }
            }
        }
        return rows;
    }

    static String markdown(List<Row> rows, int procs) {
        return "| woken | busy goroutines, P = " + procs + " | wake-ups | p50 | p99 | p99.9 | max |\n"
                + "|---|--:|--:|--:|--:|--:|--:|\n"
                + rows.map(row -> String.format(
                                Locale.ROOT,
                                "| %s | %d | %d | %.2f ms | %.2f ms | %.2f ms | %.2f ms |\n",
                                row.kind().title(),
                                row.busy(),
                                row.nanos().getTotalCount(),
                                row.millis(50),
                                row.millis(99),
                                row.millis(99.9),
                                row.max()))
                        .mkString()
                + "\n" + Environment.describe() + "\n";
    }

    static String csv(List<Row> rows, int procs) {
        return "woken,procs,busy,count,p50_ms,p99_ms,p99.9_ms,max_ms\n"
                + rows.map(row -> String.format(
                                Locale.ROOT,
                                "%s,%d,%d,%d,%.4f,%.4f,%.4f,%.4f\n",
                                row.kind().title(),
                                procs,
                                row.busy(),
                                row.nanos().getTotalCount(),
                                row.millis(50),
                                row.millis(99),
                                row.millis(99.9),
                                row.max()))
                        .mkString();
    }
}
