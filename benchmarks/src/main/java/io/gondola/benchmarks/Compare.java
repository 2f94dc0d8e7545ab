package io.gondola.benchmarks;

import io.gondola.benchmarks.Comparison.Cell;
import io.gondola.benchmarks.Comparison.Row;
import io.vavr.Tuple;
import io.vavr.Tuple3;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.List;
import io.vavr.collection.Map;
import io.vavr.collection.Set;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs the chosen workloads on all peers in turn, and writes a table, a CSV and charts of the ratios. What cannot be
 * measured is named, in the table as well; the rest still runs.
 */
public final class Compare {
    private static final double KIB_PER_MIB = 1024;

    private final CompareOptions options;
    private final Launcher launcher;
    private final WarmWith warmWith;
    private Map<Tuple3<Row, Peer, String>, List<Double>> samples = LinkedHashMap.empty();
    private Map<Peer, String> versions = LinkedHashMap.empty();
    private Set<String> skipped = LinkedHashSet.empty();

    private Compare(CompareOptions options, WarmWith warmWith) {
        this.options = options;
        this.warmWith = warmWith;
        this.launcher = new Launcher(options.heap(), Launcher.folder());
    }

    public static void main(String[] args) throws Exception {
        Arguments.run(CompareOptions.COMMAND, args, Compare::run);
    }

    private static void run(Arguments given) throws IOException, InterruptedException {
        CompareOptions options = CompareOptions.of(given);
        List<Comparison> comparisons = List.empty();
        for (WarmWith warmWith : options.warmWith()) {
            List<Comparison> before = comparisons;
            Comparison last = new Compare(options, warmWith)
                    .run(soFar -> write(before.append(soFar), options.out())); // an end ahead of time loses little
            comparisons = comparisons.append(last);
            write(comparisons, options.out());
        }
        System.out.print(Files.readString(options.out().resolve("compare.md")));
        System.err.println("written to " + options.out().toAbsolutePath());
        if (options.unknown().nonEmpty()) {
            System.exit(2);
        }
    }

    private static void write(List<Comparison> comparisons, Path out) throws IOException {
        Files.createDirectories(out);
        Files.writeString(
                out.resolve("compare.md"),
                comparisons.map(ComparisonTable::markdown).mkString("\n"));
        Files.writeString(
                out.resolve("compare.csv"),
                ComparisonTable.csvHeader()
                        + comparisons.map(ComparisonTable::csv).mkString());
        for (Comparison comparison : comparisons) {
            String suffix = comparison.warmWith() == WarmWith.ITSELF
                    ? ""
                    : "-warm-with-" + comparison.warmWith().label();
            for (int procs : comparison.procs()) {
                Files.writeString(out.resolve("ratios-p" + procs + suffix + ".svg"), RatioChart.svg(comparison, procs));
            }
        }
    }

    /** What is told after each row. */
    @FunctionalInterface
    private interface Progress {
        void measured(Comparison soFar) throws IOException;
    }

    private Comparison run(Progress progress) throws IOException, InterruptedException {
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
                        for (String shape : shapes(peer, workload)) {
                            measure(workload, procs, peer, shape);
                        }
                    }
                    progress.measured(comparison());
                }
            }
        }
        return comparison();
    }

    private Comparison comparison() {
        return new Comparison(
                warmWith,
                inOrder(samples.map((key, values) -> Tuple.of(
                                key,
                                new Cell(
                                        key._1,
                                        key._2,
                                        key._3,
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

    private List<String> shapes(Peer peer, Workload workload) {
        List<String> all = peer.hasShapes() ? Shapes.of(workload).map(Shape::name) : List.of(Shape.PUBLISHED);
        return options.publishedOnly() ? all.take(1) : all;
    }

    private void measure(Workload workload, int procs, Peer peer, String shape) throws InterruptedException {
        int size = options.size(workload);
        System.err.println(workload.label() + ", P=" + procs + ", " + peer.title()
                + (shape.equals(Shape.PUBLISHED) ? "" : ", " + shape));
        try {
            Measurement measured = launcher.measure(
                    new Trial(peer, workload, shape, size, procs, warmWith), options.warmUpMillis(), options.rounds());
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
                add(new Row(workload.label(), procs, workload.unit(), true), peer, shape, figures);
            }
            if (workload.row().isDefined()) {
                add(
                        new Row(workload.label() + ", allocated", procs, "bytes per element", false),
                        peer,
                        shape,
                        measured.metrics().get("allocated-bytes").toList());
            }
            if (workload == Workload.SLEEPERS && shape.equals(Shape.PUBLISHED)) {
                List<Double> peak = measured.metrics().get("peak-rss-kib").toList();
                add("sleepers, peak RSS", procs, "MiB", peer, peak.map(kib -> kib / KIB_PER_MIB));
            }
        } catch (PeerFailure e) {
            skip(peer.title() + ", P=" + procs + ": " + e.getMessage());
        }
    }

    private void add(String label, int procs, String unit, Peer peer, List<Double> values) {
        add(new Row(label, procs, unit, false), peer, Shape.PUBLISHED, values);
    }

    private void add(Row row, Peer peer, String shape, List<Double> values) {
        if (values.nonEmpty()) {
            samples = samples.put(Tuple.of(row, peer, shape), values, List::appendAll);
        }
    }

    private void skip(String why) {
        if (!skipped.contains(why)) {
            skipped = skipped.add(why);
            System.err.println("not measured: " + why);
        }
    }
}
