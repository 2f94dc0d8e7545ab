package io.gondola.benchmarks;

import io.gondola.benchmarks.Comparison.Mean;
import io.gondola.benchmarks.Comparison.Row;
import io.gondola.benchmarks.Svg.Anchor;
import io.vavr.Tuple2;
import io.vavr.collection.HashMap;
import io.vavr.collection.List;
import io.vavr.collection.Map;
import io.vavr.control.Option;
import java.util.function.Function;

/** How many times Gondola's figure each peer's is, as bars on a logarithmic scale: to the right Gondola is ahead. */
final class RatioChart {
    private static final int LEFT = 150;
    private static final int RIGHT = 70;
    private static final int TOP = 66;
    private static final int BOTTOM = 34;
    private static final int WIDTH = 820;
    private static final int BAR = 11;
    private static final int GAP = 9;
    private static final double LEAST_DECADE = -0.7; // 0.2 times
    private static final String INK = "#222222";
    private static final String PALE = "#dddddd";
    private static final Map<Peer, String> COLOURS = HashMap.of(
                    Peer.GONDOLA_17,
                    "#888888",
                    Peer.GO,
                    "#0095b6",
                    Peer.VIRTUAL,
                    "#d1661f",
                    Peer.JOX,
                    "#5b8c3a",
                    Peer.KOTLIN,
                    "#7a4fb0",
                    Peer.CATS,
                    "#b03a5b",
                    Peer.ZIO,
                    "#b8a020",
                    Peer.STREAM,
                    "#2f6f6f",
                    Peer.REACTOR,
                    "#6db33f",
                    Peer.PEKKO,
                    "#3d5a9e")
            .put(Peer.REACTOR_BOUNDED, "#a8d08d")
            .put(Peer.NETTY, "#444444");

    /** One group of bars. */
    private record Group(String label, Map<Peer, Double> ratios) {}

    private RatioChart() {}

    static String svg(Comparison comparison, int procs) {
        List<Peer> peers = comparison.peers().remove(Peer.GONDOLA);
        List<Group> groups = comparison
                .rows()
                .filter(row -> row.procs() == procs)
                .map(row -> group(comparison, row, peers))
                .append(new Group(
                        "geometric mean",
                        ratios(peers, peer -> comparison.mean(peer, procs).map(Mean::ratio))))
                .filter(group -> group.ratios().nonEmpty());
        double greatest = Math.max(
                1,
                groups.flatMap(group -> group.ratios().values())
                        .map(Math::log10)
                        .max()
                        .getOrElse(1.0));
        double least = Math.min(
                LEAST_DECADE,
                groups.flatMap(group -> group.ratios().values())
                        .map(Math::log10)
                        .min()
                        .getOrElse(0.0));
        int groupHeight = peers.size() * BAR + GAP;
        int height = TOP + groups.size() * groupHeight + BOTTOM;
        Svg svg = new Svg(WIDTH, height);
        Scale scale = new Scale(least, greatest);
        svg.text(14, 24, 16, Anchor.START, INK, "Time or memory of each peer over Gondola's, P = " + procs);
        legend(svg, peers);
        axis(svg, scale, height - BOTTOM);
        double y = TOP;
        for (Group group : groups) {
            svg.text(LEFT - 10, y + peers.size() * BAR / 2.0 + 4, 12, Anchor.END, INK, group.label());
            bars(svg, scale, group, peers, y);
            y += groupHeight;
        }
        svg.line(scale.x(1), TOP - 6, scale.x(1), height - BOTTOM, INK, 1.2);
        return svg.toString();
    }

    private static Group group(Comparison comparison, Row row, List<Peer> peers) {
        return new Group(row.label(), ratios(peers, peer -> comparison.ratio(row, peer)));
    }

    private static Map<Peer, Double> ratios(List<Peer> peers, Function<Peer, Option<Double>> ratioOf) {
        return peers.flatMap(peer -> ratioOf.apply(peer).map(ratio -> new Tuple2<>(peer, ratio)))
                .toMap(pair -> pair);
    }

    private static void legend(Svg svg, List<Peer> peers) {
        double x = LEFT;
        for (Peer peer : peers) {
            svg.rectangle(x, 36, 12, 12, COLOURS.get(peer).get());
            svg.text(x + 17, 46, 12, Anchor.START, INK, peer.title());
            x += 40 + 7.0 * peer.title().length();
        }
    }

    private static void axis(Svg svg, Scale scale, double bottom) {
        for (double tick : new double[] {0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 50, 100, 200}) {
            if (scale.shows(tick)) {
                svg.line(scale.x(tick), TOP - 6, scale.x(tick), bottom, PALE, 1);
                svg.text(
                        scale.x(tick),
                        bottom + 18,
                        11,
                        Anchor.MIDDLE,
                        INK,
                        (tick < 1 ? tick + "" : (int) tick + "") + "×");
            }
        }
    }

    private static void bars(Svg svg, Scale scale, Group group, List<Peer> peers, double top) {
        double y = top;
        for (Peer peer : peers) {
            for (double ratio : group.ratios().get(peer)) {
                double from = Math.min(scale.x(1), scale.x(ratio));
                double to = Math.max(scale.x(1), scale.x(ratio));
                svg.rectangle(from, y + 1, to - from, BAR - 2, COLOURS.get(peer).get());
                svg.text(to + 4, y + BAR - 2, 10, Anchor.START, INK, ComparisonTable.ratio(ratio));
            }
            y += BAR;
        }
    }

    /** From the logarithms of ratios to pixels. */
    private record Scale(double least, double greatest) {
        double x(double ratio) {
            return LEFT + (Math.log10(ratio) - least) / (greatest - least) * (WIDTH - LEFT - RIGHT);
        }

        boolean shows(double ratio) {
            return Math.log10(ratio) >= least - 1e-9 && Math.log10(ratio) <= greatest;
        }
    }
}
