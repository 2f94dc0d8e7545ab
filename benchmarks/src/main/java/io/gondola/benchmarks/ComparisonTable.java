package io.gondola.benchmarks;

import io.gondola.benchmarks.Comparison.Cell;
import io.gondola.benchmarks.Comparison.Row;
import io.vavr.collection.List;
import io.vavr.control.Option;
import java.util.Locale;

/** A comparison as text, for people and for programs. */
final class ComparisonTable {
    private static final String NONE = "–";

    private ComparisonTable() {}

    static String markdown(Comparison comparison) {
        List<Peer> peers = comparison.peers();
        String header = "| workload | P | unit | " + peers.map(Peer::title).mkString(" | ") + " |\n|---|--:|---|"
                + "--:|".repeat(peers.size()) + "\n";
        return comparison.warmWith().sentence() + "\n\n"
                + header
                + comparison.rows().map(row -> line(comparison, row, peers)).mkString()
                + comparison
                        .procs()
                        .map(procs -> means(comparison, procs, peers))
                        .mkString()
                + "\n"
                + "Median (minimum–maximum) · how many times Gondola's figure: above 1× Gondola is faster, or smaller."
                + " Where Gondola has several shapes of a workload, the best and the worst stand below the published one,"
                + " and the second ratio is over the worst.\n\n"
                + comparison
                        .versions()
                        .map(version -> "- " + version._1.title() + ": " + version._2 + "\n")
                        .toList()
                        .sorted()
                        .mkString()
                + "- machine: " + Environment.machine() + "\n"
                + comparison
                        .skipped()
                        .map(why -> "- not measured: " + why + "\n")
                        .mkString();
    }

    private static String line(Comparison comparison, Row row, List<Peer> peers) {
        return "| " + row.label() + " | " + row.procs() + " | " + row.unit() + " | "
                + peers.map(peer -> cell(comparison, row, peer)).mkString(" | ") + " |\n";
    }

    private static String cell(Comparison comparison, Row row, Peer peer) {
        return comparison
                .figures(row, peer)
                .map(f -> spread(f)
                        + shape("best", comparison.best(row, peer))
                        + shape("worst", comparison.worst(row, peer))
                        + (peer.hasShapes()
                                ? ""
                                : ratios(comparison.ratio(row, peer), comparison.worstRatio(row, peer))))
                .getOrElse(NONE);
    }

    private static String spread(Figures f) {
        return figure(f.median()) + " (" + figure(f.min()) + "–" + figure(f.max()) + ")";
    }

    private static String shape(String which, Option<Cell> cell) {
        return cell.map(c -> "<br>" + which + " " + spread(c.figures()) + ": " + c.shape())
                .getOrElse("");
    }

    /** Of the published shape and of the worst, or one if they are the same. */
    private static String ratios(Option<Double> published, Option<Double> worst) {
        return published
                .map(p -> " · " + ratio(p)
                        + worst.filter(w -> !w.equals(p))
                                .map(w -> ", " + ratio(w))
                                .getOrElse(""))
                .getOrElse("");
    }

    private static String means(Comparison comparison, int procs, List<Peer> peers) {
        return "| **geometric mean** | " + procs + " | | "
                + peers.map(peer -> peer.hasShapes() ? "" : means(comparison, procs, peer))
                        .mkString(" | ")
                + " |\n";
    }

    private static String means(Comparison comparison, int procs, Peer peer) {
        return comparison
                .mean(peer, procs)
                .map(mean -> "**" + ratio(mean.ratio()) + "** of " + mean.rows() + " rows"
                        + comparison
                                .worstMean(peer, procs)
                                .filter(worst -> worst.ratio() != mean.ratio())
                                .map(worst -> "; worst shapes **" + ratio(worst.ratio()) + "**")
                                .getOrElse(""))
                .getOrElse(NONE);
    }

    static String csvHeader() {
        return "warm_with,workload,procs,unit,peer,shape,median,min,max,ratio_to_gondola,version,machine\n";
    }

    /** A line for each figure; the ratio is the figure over that of Gondola's published shape. */
    static String csv(Comparison comparison) {
        return comparison
                        .cells()
                        .map(cell -> List.of(
                                                comparison.warmWith().label(),
                                                cell.row().label(),
                                                Integer.toString(cell.row().procs()),
                                                cell.row().unit(),
                                                cell.peer().label(),
                                                cell.shape(),
                                                exact(cell.figures().median()),
                                                exact(cell.figures().min()),
                                                exact(cell.figures().max()),
                                                comparison
                                                        .figures(cell.row(), Peer.GONDOLA)
                                                        .map(ours -> exact(
                                                                cell.figures().median() / ours.median()))
                                                        .getOrElse(""),
                                                comparison.versions().getOrElse(cell.peer(), ""),
                                                Environment.machine())
                                        .map(ComparisonTable::field)
                                        .mkString(",")
                                + "\n")
                        .mkString()
                + comparison
                        .procs()
                        .flatMap(procs -> comparison.peers().flatMap(peer -> means(comparison, peer, procs)))
                        .mkString();
    }

    private static List<String> means(Comparison comparison, Peer peer, int procs) {
        return comparison
                .mean(peer, procs)
                .map(mean -> mean(comparison, peer, procs, Shape.PUBLISHED, mean.ratio()))
                .toList()
                .appendAll(comparison
                        .worstMean(peer, procs)
                        .map(mean -> mean(comparison, peer, procs, "worst", mean.ratio())));
    }

    private static String mean(Comparison comparison, Peer peer, int procs, String shape, double ratio) {
        return comparison.warmWith().label() + ",geometric mean," + procs + ",ratio," + peer.label() + "," + shape
                + ",,,," + exact(ratio) + ",,\n";
    }

    private static String field(String text) {
        return text.contains(",") || text.contains("\"") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    /** Three digits or more. */
    static String figure(double value) {
        int digits = value < 10 ? 2 : value < 100 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    static String ratio(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f×" : "%.1f×", value);
    }

    private static String exact(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
