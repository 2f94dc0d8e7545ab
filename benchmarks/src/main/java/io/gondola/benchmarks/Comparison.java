package io.gondola.benchmarks;

import io.vavr.collection.List;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.control.Option;

/**
 * What was measured, of whom, and what was left out.
 *
 * @param versions of the peers that were measured
 * @param skipped in sentences
 */
record Comparison(Seq<Cell> cells, Map<Peer, String> versions, Seq<String> skipped) {
    /** What one line of the table is about; {@code timed} if its ratios count in the geometric means. */
    record Row(String label, int procs, String unit, boolean timed) {}

    /** One peer's figures in one row. */
    record Cell(Row row, Peer peer, Figures figures) {}

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

    Option<Figures> figures(Row row, Peer peer) {
        return cells.find(cell -> cell.row().equals(row) && cell.peer() == peer).map(Cell::figures);
    }

    /** How many times Gondola's figure the peer's is: above 1 Gondola is faster, or smaller. */
    Option<Double> ratio(Row row, Peer peer) {
        return figures(row, Peer.GONDOLA)
                .flatMap(ours -> figures(row, peer).map(theirs -> theirs.median() / ours.median()));
    }

    /** Over the timed rows with this number of processors that both have. */
    Option<Mean> mean(Peer peer, int procs) {
        List<Double> ratios =
                rows().filter(row -> row.timed() && row.procs() == procs).flatMap(row -> ratio(row, peer));
        return Option.when(
                ratios.nonEmpty(),
                () -> new Mean(Math.exp(ratios.map(Math::log).sum().doubleValue() / ratios.size()), ratios.size()));
    }
}
