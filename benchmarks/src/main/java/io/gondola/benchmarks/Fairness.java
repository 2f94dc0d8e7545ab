package io.gondola.benchmarks;

import io.gondola.commands.Command;
import io.vavr.collection.List;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * How much work parties with long turns do, as a multiple of that of parties with turns of a thousandth, while none of
 * them ever rests; on Gondola and, where it is installed, in Go. With fair slices of time that is 1, and somewhat more
 * where turns end with a hand-over, which costs the short ones more.
 */
public final class Fairness {
    static final Command COMMAND = Command.named(
                    "Fairness", "java -cp gondola-benchmarks.jar io.gondola.benchmarks.Fairness [OPTION...]")
            .option("--procs", "N", "processors; 1, 2 and 4 by default")
            .option("--millis", "N", "how long each run takes, from 10 to 60000; 500 by default")
            .option("--rounds", "N", "how many runs a median is of, from 1 to 1000; 5 by default")
            .option("--out", "DIR", "where to write fairness.md; target/fairness by default");
    private static final List<Integer> PROCS = List.of(1, 2, 4);
    private static final String WORK = "work ";
    private static final int WARM_UPS = 3;

    private Fairness() {}

    /** One line of the table: the ratios of all rounds, in ascending order. */
    record Row(FairnessProbe.Shape shape, int procs, Peer peer, List<Double> ratios) {
        String line() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %s | %.2f | %.2f | %.2f |\n",
                    shape.label(),
                    procs,
                    peer.title(),
                    ratios.get(ratios.size() / 2),
                    ratios.head(),
                    ratios.last());
        }
    }

    public static void main(String[] args) throws Exception {
        Arguments.run(COMMAND, args, Fairness::run);
    }

    private static void run(Arguments given) throws IOException, InterruptedException {
        int only = given.number("--procs", 1, 1024, 0);
        Duration time = Duration.ofMillis(given.number("--millis", 10, 60_000, 500));
        int rounds = given.number("--rounds", 1, 1_000, 5);
        Path out = Path.of(given.text("--out").getOrElse("target/fairness"));
        String table = markdown(measure(only == 0 ? PROCS : List.of(only), time, rounds));
        Files.createDirectories(out);
        Files.writeString(out.resolve("fairness.md"), table);
        System.out.print(table);
    }

    private static List<Row> measure(List<Integer> procs, Duration time, int rounds) throws InterruptedException {
        Option<Launcher> go = goProgram();
        List<Row> rows = List.empty();
        for (FairnessProbe.Shape shape : FairnessProbe.Shape.values()) {
            for (int p : procs) {
                System.err.println(shape.label() + ", P = " + p);
                FairnessProbe probe = new FairnessProbe(shape);
                for (int i = 0; i < WARM_UPS; i++) {
                    probe.measure(p, time);
                }
                rows = rows.append(row(
                        shape,
                        p,
                        Peer.GONDOLA,
                        List.fill(rounds, () -> probe.measure(p, time).ratio())));
                if (go.isDefined()) {
                    rows = rows.appendAll(onGo(go.get(), shape, p, time, rounds));
                }
            }
        }
        return rows;
    }

    private static Row row(FairnessProbe.Shape shape, int procs, Peer peer, List<Double> ratios) {
        return new Row(shape, procs, peer, ratios.sorted());
    }

    private static Option<Launcher> goProgram() throws InterruptedException {
        Launcher launcher = new Launcher("1g", Launcher.folder());
        try {
            launcher.prepare(Peer.GO);
            return Option.of(launcher);
        } catch (PeerFailure e) {
            System.err.println("without Go: " + e.getMessage());
            return Option.none();
        }
    }

    private static Option<Row> onGo(Launcher go, FairnessProbe.Shape shape, int procs, Duration time, int rounds)
            throws InterruptedException {
        List<String> arguments = List.of(
                "fairness",
                shape.label(),
                Integer.toString(FairnessProbe.LONG_TURN),
                Integer.toString(FairnessProbe.SHORT_TURN),
                Integer.toString(procs),
                Long.toString(time.toMillis()));
        List<Double> ratios = List.empty();
        try {
            for (int i = 0; i < rounds; i++) {
                ratios = ratios.append(
                        parse(go.runGo(arguments, shape.label() + " in Go")).ratio());
            }
            return Option.of(row(shape, procs, Peer.GO, ratios));
        } catch (PeerFailure e) {
            System.err.println(e.getMessage());
            return Option.none();
        }
    }

    /** What the Go program printed. */
    static FairnessProbe.Work parse(String output) throws PeerFailure {
        String[] work = output.lines()
                .filter(line -> line.startsWith(WORK))
                .findFirst()
                .orElseThrow(() -> new PeerFailure("Go printed no work: " + output.strip()))
                .split(" ", -1);
        return new FairnessProbe.Work(Long.parseLong(work[1]), Long.parseLong(work[2]));
    }

    static String markdown(List<Row> rows) {
        return "| parties | P | peer | work by long turns / by short turns, median | least | most |\n"
                + "|---|--:|---|--:|--:|--:|\n"
                + rows.map(Row::line).mkString()
                + "\n" + Environment.describe() + "\n";
    }
}
