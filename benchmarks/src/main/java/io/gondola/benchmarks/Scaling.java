package io.gondola.benchmarks;

import io.gondola.commands.Command;
import io.gondola.dsl.GoRuntime;
import io.vavr.collection.List;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;

/**
 * Measures how costs grow: with goroutines, with the cases of a select, with waiters, with processors, with what runs
 * beside.
 */
public final class Scaling {
    static final Command COMMAND = Command.named(
                    "Scaling", "java -Xmx8g -cp gondola-benchmarks.jar io.gondola.benchmarks.Scaling [OPTION...]")
            .option("--curves", "LIST", "some of " + Curve.labels() + "; all by default")
            .option("--procs", "N", "processors, as many as there are CPUs by default; not for the curve hot")
            .option("--max", "N", "the greatest number of goroutines or waiters; 10000000 by default")
            .option("--rounds", "N", "samples of each point, from 1 to 100; 5 by default")
            .flag("--quick", "few operations: shows that it works")
            .option(
                    "--out",
                    "DIR",
                    "where to write scaling.md, scaling.csv and scaling.svg; target/scaling by default");
    private static final int OPERATIONS = 1_000_000;
    private static final int QUICK_OPERATIONS = 10_000;
    private static final int WARM_UPS = 3;
    private static final long WARM_UP_NANOS = 1_000_000_000L;
    private static final long BUDGET_NANOS = 20_000_000_000L; // for a point, once it has three samples
    private static final int MIN_SAMPLES = 3;
    private static final int LARGE = 1_000_000; // warm after one round

    private Scaling() {}

    /** The cost at one {@code x}. */
    record Point(Curve curve, int x, Figures nanos) {}

    public static void main(String[] args) throws IOException {
        Arguments.run(COMMAND, args, Scaling::run);
    }

    private static void run(Arguments given) throws IOException {
        java.util.List<String> skipped = new ArrayList<>();
        List<Curve> curves = given.named(
                "--curves",
                Curve::labelled,
                List.of(Curve.values()),
                label -> skipped.add("unknown curve: " + label + "; there are " + Curve.labels()));
        int max = given.number("--max", 1, 100_000_000, 10_000_000);
        int procs = given.number("--procs", 1, 1024, Environment.cpus());
        int rounds = given.number("--rounds", 1, 100, 5);
        boolean quick = given.has("--quick");
        Path out = Path.of(given.text("--out").getOrElse("target/scaling"));
        List<Point> points = List.empty();
        for (Curve curve : curves) {
            points = points.appendAll(measure(curve, quick, max, procs, rounds, skipped));
        }
        write(points, procs, List.ofAll(skipped), out);
    }

    private static List<Point> measure(
            Curve curve, boolean quick, int max, int procs, int rounds, java.util.List<String> skipped) {
        CurvePrograms programs = new CurvePrograms(quick ? QUICK_OPERATIONS : OPERATIONS);
        List<Point> points = List.empty();
        for (int x : curve.axis().points()) {
            boolean perProcessor = curve.axis() == Curve.Axis.PROCESSORS;
            if (!perProcessor && x > max) {
                continue;
            }
            if (curve.heapFor(x) > Runtime.getRuntime().maxMemory()) {
                skipped.add(curve.label() + " at " + x + ": a heap of about " + (curve.heapFor(x) >> 20)
                        + " MiB is needed: use a greater -Xmx");
                continue;
            }
            System.err.println(curve.label() + " at " + x);
            try (GoRuntime runtime =
                    GoRuntime.builder().maxProcs(perProcessor ? x : procs).build()) {
                points = points.append(new Point(curve, x, samples(programs, runtime, curve, x, quick, rounds)));
            }
        }
        return points;
    }

    private static Figures samples(
            CurvePrograms programs, GoRuntime runtime, Curve curve, int x, boolean quick, int rounds) {
        long begin = System.nanoTime();
        long warmUp = quick ? 0 : WARM_UP_NANOS;
        int warmUps = x < LARGE ? WARM_UPS : 1;
        for (int i = 0; i < warmUps || (x < LARGE && System.nanoTime() - begin < warmUp); i++) {
            programs.nanos(runtime, curve, x);
        }
        java.util.List<Double> samples = new ArrayList<>();
        begin = System.nanoTime();
        while (samples.size() < rounds && (samples.size() < MIN_SAMPLES || System.nanoTime() - begin < BUDGET_NANOS)) {
            samples.add(programs.nanos(runtime, curve, x));
        }
        return Figures.of(samples.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static void write(List<Point> points, int procs, List<String> skipped, Path out) throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve("scaling.md"), markdown(points, procs, skipped));
        Files.writeString(out.resolve("scaling.csv"), csv(points, procs));
        Files.writeString(out.resolve("scaling.svg"), ScalingChart.svg(points));
        System.out.print(markdown(points, procs, skipped));
        System.err.println("written to " + out.toAbsolutePath());
    }

    static String markdown(List<Point> points, int procs, List<String> skipped) {
        return "| curve | x | ns, median (minimum–maximum) |\n|---|--:|--:|\n"
                + points.map(point -> "| " + point.curve().title() + " | " + point.x() + " "
                                + point.curve().axis().title() + " | "
                                + ComparisonTable.figure(point.nanos().median()) + " ("
                                + ComparisonTable.figure(point.nanos().min()) + "–"
                                + ComparisonTable.figure(point.nanos().max()) + ") |\n")
                        .mkString()
                + "\nP = " + procs + ", " + Environment.describe() + "\n"
                + skipped.map(why -> "not measured: " + why + "\n").mkString();
    }

    static String csv(List<Point> points, int procs) {
        return "curve,x,axis,procs,median_ns,min_ns,max_ns\n"
                + points.map(point -> String.format(
                                Locale.ROOT,
                                "%s,%d,%s,%d,%.3f,%.3f,%.3f\n",
                                point.curve().label(),
                                point.x(),
                                point.curve().axis().title(),
                                point.curve().axis() == Curve.Axis.PROCESSORS ? point.x() : procs,
                                point.nanos().median(),
                                point.nanos().min(),
                                point.nanos().max()))
                        .mkString();
    }
}
