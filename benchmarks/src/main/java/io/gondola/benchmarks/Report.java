package io.gondola.benchmarks;

import io.vavr.collection.List;
import io.vavr.control.Option;
import java.util.Locale;

/** The table, for people and for programs. */
final class Report {
    private static final String NONE = "–";

    private Report() {}

    static String markdown(List<Line> lines) {
        return """
                | workload | procs | unit | goroutines | min–max | virtual threads | min–max | ratio |
                |---|--:|---|--:|--:|--:|--:|--:|
                """ + lines.map(Report::markdown).mkString();
    }

    private static String markdown(Line line) {
        return "| " + line.workload() + " | " + line.procs() + " | " + line.unit() + " | "
                + median(line.goroutines()) + " | "
                + range(line.goroutines()) + " | "
                + line.virtualThreads().map(Report::median).getOrElse(NONE) + " | "
                + line.virtualThreads().map(Report::range).getOrElse(NONE) + " | "
                + line.ratio().map(r -> text(r, 2)).getOrElse(NONE) + " |\n";
    }

    private static String median(Figures figures) {
        return text(figures.median(), 1);
    }

    private static String range(Figures figures) {
        return text(figures.min(), 1) + "–" + text(figures.max(), 1);
    }

    static String csv(List<Line> lines) {
        return "workload,procs,unit,goroutines_median,goroutines_min,goroutines_max,"
                + "virtual_threads_median,virtual_threads_min,virtual_threads_max,ratio,jdk,cpus\n"
                + lines.map(Report::csv).mkString();
    }

    private static String csv(Line line) {
        return List.of(
                                quoted(line.workload()),
                                quoted(line.procs()),
                                line.unit(),
                                fields(Option.some(line.goroutines())),
                                fields(line.virtualThreads()),
                                line.ratio().map(r -> text(r, 3)).getOrElse(""),
                                Environment.jdk(),
                                Integer.toString(Environment.cpus()))
                        .mkString(",")
                + "\n";
    }

    private static String fields(Option<Figures> figures) {
        return figures.map(f -> text(f.median(), 2) + "," + text(f.min(), 2) + "," + text(f.max(), 2))
                .getOrElse(",,");
    }

    private static String quoted(String field) {
        return field.contains(",") ? '"' + field + '"' : field;
    }

    private static String text(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
