package io.gondola.benchmarks;

import io.gondola.benchmarks.Comparison.Cell;
import io.gondola.benchmarks.Comparison.Row;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.List;
import io.vavr.collection.Map;
import io.vavr.collection.Set;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs the chosen workloads on all peers in turn, and writes a table, a CSV and charts of the ratios. What cannot be measured
 * is named, in the table as well; the rest still runs.
 */
public final class Compare {
    private static final double KIB_PER_MIB = 1024;

    private final CompareOptions options;
    private final Launcher launcher;
    private Map<Tuple2<Row, Peer>, List<Double>> samples = LinkedHashMap.empty();
    private Map<Peer, String> versions = LinkedHashMap.empty();
    private Set<String> skipped = LinkedHashSet.empty();

    private Compare(CompareOptions options) {
        this.options = options;
        this.launcher = new Launcher(options.heap(), Launcher.folder());
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        if (List.of(args).contains("--help")) {
            System.out.print(CompareOptions.USAGE);
            return;
        }
        try {
            CompareOptions options = CompareOptions.parse(args);
            Comparison comparison = new Compare(options).run();
            write(comparison, options.out());
            if (options.unknown().nonEmpty()) {
                System.exit(2);
            }
        } catch (UsageError e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void write(Comparison comparison, Path out) throws IOException {
        String table = ComparisonTable.markdown(comparison);
        Files.createDirectories(out);
        Files.writeString(out.resolve("compare.md"), table);
        Files.writeString(out.resolve("compare.csv"), ComparisonTable.csv(comparison));
        for (int procs : comparison.procs()) {
            Files.writeString(out.resolve("ratios-p" + procs + ".svg"), RatioChart.svg(comparison, procs));
        }
        System.out.print(table);
        System.err.println("written to " + out.toAbsolutePath());
    }

    private Comparison run() throws InterruptedException {
        options.unknown().forEach(this::skip);
        List<Peer> peers = List.empty();
        for (Peer peer : options.peers()) {
            try {
                launcher.prepare(peer);
                peers = peers.append(peer);
            } catch (PeerFailure e) {
                skip(peer.title() + ": " + e.getMessage());
            }
        }
        for (int pass = 0; pass < options.passes(); pass++) {
            List<Peer> order = pass % 2 == 0 ? peers : peers.reverse();
            for (Workload workload : options.workloads()) {
                for (int procs : workload.isMemory() ? options.procs().takeRight(1) : options.procs()) {
                    for (Peer peer : order.filter(each -> each.has(workload))) {
                        measure(workload, procs, peer);
                    }
                }
            }
        }
        return new Comparison(
                inOrder(samples.map((key, values) -> Tuple.of(
                                key,
                                new Cell(
                                        key._1,
                                        key._2,
                                        Figures.of(values.toJavaStream()
                                                .mapToDouble(Double::doubleValue)
                                                .toArray()))))
                        .values()
                        .toList()),
                versions,
                skipped.toList());
    }

    /** The rows in the order of the first pass, each row's peers in the order of the enumeration. */
    private static List<Cell> inOrder(List<Cell> cells) {
        return cells.map(Cell::row)
                .distinct()
                .flatMap(row -> cells.filter(cell -> cell.row().equals(row)).sortBy(Cell::peer));
    }

    private void measure(Workload workload, int procs, Peer peer) throws InterruptedException {
        int size = options.size(workload);
        System.err.println(workload.label() + ", P=" + procs + ", " + peer.title());
        try {
            Measurement measured =
                    launcher.measure(peer, workload, size, procs, options.warmUpMillis(), options.rounds());
            versions = versions.put(peer, measured.version());
            if (workload.isMemory()) {
                add(
                        workload.label() + ", heap",
                        procs,
                        "bytes each",
                        peer,
                        measured.metrics().get("heap-bytes").toList());
                add(
                        workload.label() + ", RSS",
                        procs,
                        "bytes each",
                        peer,
                        measured.metrics().get("rss-bytes").toList());
            } else {
                List<Double> figures = measured.nanos().map(nanos -> workload.figure(nanos, size));
                add(new Row(workload.label(), procs, workload.unit(), true), peer, figures);
            }
            if (workload == Workload.SLEEPERS) {
                List<Double> peak = measured.metrics().get("peak-rss-kib").toList();
                add("sleepers, peak RSS", procs, "MiB", peer, peak.map(kib -> kib / KIB_PER_MIB));
            }
        } catch (PeerFailure e) {
            skip(peer.title() + ", P=" + procs + ": " + e.getMessage());
        }
    }

    private void add(String label, int procs, String unit, Peer peer, List<Double> values) {
        add(new Row(label, procs, unit, false), peer, values);
    }

    private void add(Row row, Peer peer, List<Double> values) {
        if (values.nonEmpty()) {
            samples = samples.put(Tuple.of(row, peer), values, List::appendAll);
        }
    }

    private void skip(String why) {
        if (!skipped.contains(why)) {
            skipped = skipped.add(why);
            System.err.println("not measured: " + why);
        }
    }
}
