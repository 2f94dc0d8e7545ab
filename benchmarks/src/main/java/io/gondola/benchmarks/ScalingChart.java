package io.gondola.benchmarks;

import io.gondola.benchmarks.Curve.Axis;
import io.gondola.benchmarks.Scaling.Point;
import io.gondola.benchmarks.Svg.Anchor;
import io.vavr.collection.List;
import java.util.Locale;

/** The curves, a panel for each axis, both scales logarithmic: a flat line is a cost that does not grow. */
final class ScalingChart {
    private static final int PANEL_WIDTH = 410;
    private static final int PANEL_HEIGHT = 300;
    private static final int LEFT = 62;
    private static final int RIGHT = 24;
    private static final int TOP = 92;
    private static final int BOTTOM = 40;
    private static final int COLUMNS = 2;
    private static final String INK = "#222222";
    private static final String PALE = "#dddddd";
    private static final List<String> COLOURS = List.of("#0095b6", "#d1661f", "#5b8c3a");

    private ScalingChart() {}

    static String svg(List<Point> points) {
        List<Axis> axes = List.of(Axis.values())
                .filter(axis -> points.exists(point -> point.curve().axis() == axis));
        int rows = Math.max(1, (axes.size() + COLUMNS - 1) / COLUMNS);
        Svg svg = new Svg(COLUMNS * PANEL_WIDTH, rows * PANEL_HEIGHT);
        for (int i = 0; i < axes.size(); i++) {
            Axis axis = axes.get(i);
            new Panel(
                            svg,
                            i % COLUMNS * PANEL_WIDTH,
                            i / COLUMNS * PANEL_HEIGHT,
                            points.filter(point -> point.curve().axis() == axis))
                    .draw(axis);
        }
        return svg.toString();
    }

    /** One chart, with its upper left corner in the picture, and scales for its points. */
    private static final class Panel {
        private final Svg svg;
        private final double left;
        private final double top;
        private final List<Point> points;
        private final double minX;
        private final double maxX;
        private final double minY;
        private final double maxY;

        Panel(Svg svg, double left, double top, List<Point> points) {
            this.svg = svg;
            this.left = left;
            this.top = top;
            this.points = points;
            minX = points.map(point -> Math.log10(point.x())).min().get();
            maxX = Math.max(
                    minX + 1, points.map(point -> Math.log10(point.x())).max().get());
            minY = Math.floor(points.map(point -> Math.log10(point.nanos().median()))
                    .min()
                    .get());
            maxY = Math.max(
                    minY + 2,
                    Math.ceil(points.map(point -> Math.log10(point.nanos().median()))
                            .max()
                            .get()));
        }

        void draw(Axis axis) {
            svg.text(left + 14, top + 22, 13, Anchor.START, INK, "ns, by " + axis.title());
            grid();
            List<Curve> curves = points.map(Point::curve).distinct();
            for (int i = 0; i < curves.size(); i++) {
                Curve curve = curves.get(i);
                String colour = COLOURS.get(i % COLOURS.size());
                svg.rectangle(left + LEFT, top + 34 + 16 * i, 10, 10, colour);
                svg.text(left + LEFT + 16, top + 43 + 16 * i, 11, Anchor.START, INK, curve.title());
                line(points.filter(point -> point.curve() == curve), colour);
            }
        }

        private void grid() {
            double bottom = top + PANEL_HEIGHT - BOTTOM;
            for (double decade = minY; decade <= maxY; decade++) {
                double y = y(Math.pow(10, decade));
                svg.line(left + LEFT, y, left + PANEL_WIDTH - RIGHT, y, PALE, 1);
                svg.text(left + LEFT - 6, y + 4, 11, Anchor.END, INK, number(Math.pow(10, decade)));
            }
            for (int x : points.map(Point::x).distinct()) {
                svg.line(x(x), top + TOP, x(x), bottom, PALE, 1);
                svg.text(x(x), bottom + 16, 11, Anchor.MIDDLE, INK, number(x));
            }
        }

        private void line(List<Point> curve, String colour) {
            curve.zip(curve.drop(1))
                    .forEach(pair -> svg.line(
                            x(pair._1.x()),
                            y(pair._1.nanos().median()),
                            x(pair._2.x()),
                            y(pair._2.nanos().median()),
                            colour,
                            2));
            curve.forEach(point -> svg.dot(x(point.x()), y(point.nanos().median()), 3, colour));
        }

        private double x(double value) {
            return left + LEFT + (Math.log10(value) - minX) / (maxX - minX) * (PANEL_WIDTH - LEFT - RIGHT);
        }

        private double y(double value) {
            return top
                    + PANEL_HEIGHT
                    - BOTTOM
                    - (Math.log10(value) - minY) / (maxY - minY) * (PANEL_HEIGHT - TOP - BOTTOM);
        }
    }

    /** Short: 10k for 10000. */
    static String number(double value) {
        if (value >= 1e6) {
            return String.format(Locale.ROOT, "%.0fM", value / 1e6);
        }
        return value >= 1e4
                ? String.format(Locale.ROOT, "%.0fk", value / 1e3)
                : String.format(Locale.ROOT, value >= 1 ? "%.0f" : "%.1g", value);
    }
}
