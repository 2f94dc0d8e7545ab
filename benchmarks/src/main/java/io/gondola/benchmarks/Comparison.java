package io.gondola.benchmarks;

import io.vavr.collection.List;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.function.Function;

/**
 * What was measured, of whom, and what was left out.
 *
 * @param warmWith what had run in each JVM before
 * @param versions of the peers that were measured
 * @param skipped in sentences
 */
record Comparison(WarmWith warmWith, Seq<Cell> cells, Map<Peer, String> versions, Seq<String> skipped) {
    /** What one line of the table is about; {@code timed} if its ratios count in the geometric means. */
    record Row(String label, int procs, String unit, boolean timed) {}

    /** One peer's figures in one row, of the workload in one shape. */
    record Cell(Row row, Peer peer, String shape, Figures figures) {}

    /** The geometric mean of a peer's ratios over {@code rows} rows. */
    record Mean(double ratio, int rows) {}

    List<Row> rows() {
        return cells.map(Cell::row).distinct().toList();
    }

    /** In the order of the enumeration, whatever the order of the measurements was. */
    List<Peer> peers() {
        return List.of(Peer.values()).filter(peer -> cells.exists(cell -> cell.peer() == peer));
    }

    List<Integer> procs() {
        return rows().filter(Row::timed).map(Row::procs).distinct().toList();
    }

    /** Of the published shape. */
    Option<Figures> figures(Row row, Peer peer) {
        return cells(row, peer)
                .find(cell -> cell.shape().equals(Shape.PUBLISHED))
                .map(Cell::figures);
    }

    /** The shape that was fastest, of several. */
    Option<Cell> best(Row row, Peer peer) {
        return severalCells(row, peer).minBy(cell -> cell.figures().median());
    }

    /** The shape that was slowest, of several. */
    Option<Cell> worst(Row row, Peer peer) {
        return severalCells(row, peer).maxBy(cell -> cell.figures().median());
    }

    private Seq<Cell> severalCells(Row row, Peer peer) {
        Seq<Cell> all = cells(row, peer);
        return all.size() > 1 ? all : List.empty();
    }

    private Seq<Cell> cells(Row row, Peer peer) {
        return cells.filter(cell -> cell.row().equals(row) && cell.peer() == peer);
    }

    /** How many times the figure of Gondola's published shape the peer's is: above 1 Gondola is faster, or smaller. */
    Option<Double> ratio(Row row, Peer peer) {
        return ratio(row, peer, figures(row, Peer.GONDOLA));
    }

    /** The same for Gondola's slowest shape; the only one if there are not several. */
    Option<Double> worstRatio(Row row, Peer peer) {
        return ratio(row, peer, worst(row, Peer.GONDOLA).map(Cell::figures).orElse(figures(row, Peer.GONDOLA)));
    }

    private Option<Double> ratio(Row row, Peer peer, Option<Figures> gondola) {
        return gondola.flatMap(ours -> figures(row, peer).map(theirs -> theirs.median() / ours.median()));
    }

    /** Over the timed rows with this number of processors that both have. */
    Option<Mean> mean(Peer peer, int procs) {
        return mean(procs, row -> ratio(row, peer));
    }

    /** The same for Gondola's slowest shapes. */
    Option<Mean> worstMean(Peer peer, int procs) {
        return mean(procs, row -> worstRatio(row, peer));
    }

    private Option<Mean> mean(int procs, Function<Row, Option<Double>> ratio) {
        List<Double> ratios =
                rows().filter(row -> row.timed() && row.procs() == procs).flatMap(ratio);
        return Option.when(
                ratios.nonEmpty(),
                () -> new Mean(Math.exp(ratios.map(Math::log).sum().doubleValue() / ratios.size()), ratios.size()));
    }
}
