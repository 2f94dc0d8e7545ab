package io.gondola.benchmarks;

import io.gondola.benchmarks.Comparison.Row;
import io.vavr.collection.List;
import java.util.Locale;

/** A comparison as text, for people and for programs. */
final class ComparisonTable {
    private static final String NONE = "–";

    private ComparisonTable() {}

    static String markdown(Comparison comparison) {
        List<Peer> peers = comparison.peers();
        String header = "| workload | P | unit | " + peers.map(Peer::title).mkString(" | ") + " |\n|---|--:|---|"
                + "--:|".repeat(peers.size()) + "\n";
        return header
                + comparison.rows().map(row -> line(comparison, row, peers)).mkString()
                + comparison
                        .procs()
                        .map(procs -> means(comparison, procs, peers))
                        .mkString()
                + "\n"
                + "Median (minimum–maximum) · how many times Gondola's figure: above 1× Gondola is faster, or smaller.\n\n"
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
                .map(f -> figure(f.median()) + " (" + figure(f.min()) + "–" + figure(f.max()) + ")"
                        + (peer == Peer.GONDOLA
                                ? ""
                                : comparison
                                        .ratio(row, peer)
                                        .map(r -> " · " + ratio(r))
                                        .getOrElse("")))
                .getOrElse(NONE);
    }

    private static String means(Comparison comparison, int procs, List<Peer> peers) {
        return "| **geometric mean** | " + procs + " | | "
                + peers.map(peer -> peer == Peer.GONDOLA
                                ? ""
                                : comparison
                                        .mean(peer, procs)
                                        .map(mean -> "**" + ratio(mean.ratio()) + "** of " + mean.rows() + " rows")
                                        .getOrElse(NONE))
                        .mkString(" | ")
                + " |\n";
    }

    static String csv(Comparison comparison) {
        return "workload,procs,unit,peer,median,min,max,ratio_to_gondola,version,machine\n"
                + comparison
                        .cells()
                        .map(cell -> List.of(
                                                cell.row().label(),
                                                Integer.toString(cell.row().procs()),
                                                cell.row().unit(),
                                                cell.peer().label(),
                                                exact(cell.figures().median()),
                                                exact(cell.figures().min()),
                                                exact(cell.figures().max()),
                                                comparison
                                                        .ratio(cell.row(), cell.peer())
                                                        .map(ComparisonTable::exact)
                                                        .getOrElse(""),
                                                comparison.versions().getOrElse(cell.peer(), ""),
                                                Environment.machine())
                                        .map(ComparisonTable::field)
                                        .mkString(",")
                                + "\n")
                        .mkString()
                + comparison
                        .procs()
                        .flatMap(procs -> comparison
                                .peers()
                                .flatMap(peer -> comparison
                                        .mean(peer, procs)
                                        .map(mean -> "geometric mean," + procs + ",ratio," + peer.label() + ",,,,"
                                                + exact(mean.ratio()) + ",,\n")))
                        .mkString();
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
