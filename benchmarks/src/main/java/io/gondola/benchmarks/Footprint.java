package io.gondola.benchmarks;

import io.gondola.commands.Command;
import io.vavr.collection.List;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;

/**
 * Measures what goroutines cost besides time: the memory of parked ones, ten million of them in a small heap, the start
 * of a first program, and the processor time of a runtime in which all goroutines wait.
 */
public final class Footprint {
    static final Command COMMAND = Command.named(
                    "Footprint", "java -cp gondola-benchmarks.jar io.gondola.benchmarks.Footprint [OPTION...]")
            .option("--idle", "SECONDS", "how long an idle runtime is watched, from 1 to 3600; 60 by default")
            .option("--starts", "N", "how often a first program is started, from 1 to 1000; 20 by default")
            .flag("--quick", "small numbers: shows that it works")
            .option("--out", "DIR", "where to write footprint.md and footprint.csv; target/footprint by default");
    private static final int COMPACT_HEADERS_SINCE = 25;
    private static final int MILLION = 1_000_000;

    private final List<String> java = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"));
    private final boolean quick;
    private final java.util.List<Line> lines = new ArrayList<>();
    private final java.util.List<String> skipped = new ArrayList<>();

    /** One figure, or several of one quantity. */
    record Line(String what, String unit, Figures figures) {}

    private Footprint(boolean quick) {
        this.quick = quick;
    }

    public static void main(String[] args) throws Exception {
        Arguments.run(COMMAND, args, Footprint::run);
    }

    private static void run(Arguments given) throws IOException, InterruptedException {
        boolean quick = given.has("--quick");
        int idle = given.number("--idle", 1, 3_600, quick ? 1 : 60);
        int starts = given.number("--starts", 1, 1_000, quick ? 2 : 20);
        Path out = Path.of(given.text("--out").getOrElse("target/footprint"));
        Footprint footprint = new Footprint(quick);
        footprint.parked();
        footprint.starts(starts);
        footprint.idle(idle);
        String table = markdown(List.ofAll(footprint.lines), List.ofAll(footprint.skipped));
        Files.createDirectories(out);
        Files.writeString(out.resolve("footprint.md"), table);
        Files.writeString(out.resolve("footprint.csv"), csv(List.ofAll(footprint.lines)));
        System.out.print(table);
    }

    private void parked() throws InterruptedException {
        int n = quick ? MILLION / 10 : MILLION;
        parked("a parked goroutine", "4g", n, quick ? 1 : 5, List.empty());
        if (Runtime.version().feature() >= COMPACT_HEADERS_SINCE) {
            parked("… with compact object headers", "4g", n, quick ? 1 : 5, List.of("-XX:+UseCompactObjectHeaders"));
        } else {
            skipped.add("compact object headers: they need JDK " + COMPACT_HEADERS_SINCE + " or later");
        }
        parked(
                "one of " + n * 10L + " parked in a heap of " + (quick ? "256m" : "2g"),
                quick ? "256m" : "2g",
                n * 10,
                1,
                List.empty());
    }

    private void parked(String what, String heap, int n, int samples, List<String> options)
            throws InterruptedException {
        double[] bytes = new double[samples];
        double[] rss = new double[samples];
        try {
            Launcher launcher = new Launcher(heap, Launcher.folder(), options);
            for (int i = 0; i < samples; i++) {
                System.err.println(what + ", sample " + (i + 1) + " of " + samples);
                Measurement measured = launcher.measure(
                        new Trial(
                                Peer.GONDOLA, Workload.PARKED, Shape.PUBLISHED, n, Environment.cpus(), WarmWith.ITSELF),
                        0,
                        1);
                bytes[i] = measured.metrics().get("heap-bytes").get();
                rss[i] = measured.metrics().get("rss-bytes").getOrElse(Double.NaN);
            }
            lines.add(new Line(what + ", heap", "bytes", Figures.of(bytes)));
            lines.add(new Line(what + ", RSS", "bytes", Figures.of(rss)));
        } catch (PeerFailure e) {
            skipped.add(what + ": " + e.getMessage());
        }
    }

    /** The two programs take turns, so that a busy moment meets both. */
    private void starts(int n) throws IOException, InterruptedException {
        double[] empty = new double[n];
        double[] hello = new double[n];
        for (int i = 0; i < n; i++) {
            System.err.println("start " + (i + 1) + " of " + n);
            empty[i] = millis(Empty.class);
            hello[i] = millis(Hello.class);
        }
        lines.add(new Line("an empty JVM, start to end", "ms", Figures.of(empty)));
        lines.add(new Line("a first program, start to end", "ms", Figures.of(hello)));
        double above = Figures.of(hello).median() - Figures.of(empty).median();
        lines.add(new Line("a first program above an empty JVM", "ms", Figures.of(above)));
    }

    private double millis(Class<?> main) throws IOException, InterruptedException {
        long start = System.nanoTime();
        output(java.append(main.getName()));
        return (System.nanoTime() - start) / 1e6;
    }

    private void idle(int seconds) throws IOException, InterruptedException {
        System.err.println("idle for " + seconds + " s, twice");
        String time = Integer.toString(seconds);
        double jvm =
                Double.parseDouble(output(java.append(Empty.class.getName()).append(time)));
        double runtime =
                Double.parseDouble(output(java.append(IdleProbe.class.getName()).append(time)));
        lines.add(new Line("processor time of an empty JVM in " + seconds + " s", "ms", Figures.of(jvm)));
        lines.add(new Line(
                "… of a runtime with a thousand parked goroutines in " + seconds + " s", "ms", Figures.of(runtime)));
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command.asJava())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command.last() + " failed: exit code " + process.exitValue());
        }
        return output.strip();
    }

    static String markdown(List<Line> lines, List<String> skipped) {
        return "| what | unit | median (minimum–maximum) |\n|---|---|--:|\n"
                + lines.map(line -> "| " + line.what() + " | " + line.unit() + " | "
                                + ComparisonTable.figure(line.figures().median()) + " ("
                                + ComparisonTable.figure(line.figures().min()) + "–"
                                + ComparisonTable.figure(line.figures().max()) + ") |\n")
                        .mkString()
                + "\n" + Environment.describe() + "\n"
                + skipped.map(why -> "not measured: " + why + "\n").mkString();
    }

    static String csv(List<Line> lines) {
        return "what,unit,median,min,max\n"
                + lines.map(line -> String.format(
                                Locale.ROOT,
                                "\"%s\",%s,%.3f,%.3f,%.3f\n",
                                line.what(),
                                line.unit(),
                                line.figures().median(),
                                line.figures().min(),
                                line.figures().max()))
                        .mkString();
    }
}
