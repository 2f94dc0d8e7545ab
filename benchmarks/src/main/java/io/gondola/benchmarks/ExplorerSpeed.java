package io.gondola.benchmarks;

import io.gondola.commands.Command;
import io.gondola.commands.UsageError;
import io.gondola.testkit.Report;
import io.gondola.testkit.Strategy;
import io.vavr.collection.List;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;

/**
 * How fast schedules are explored: schedules and steps a second on one thread, and the time of an exploration of 1 000
 * schedules, for each strategy, as a table and a CSV.
 */
public final class ExplorerSpeed {
    static final Command COMMAND = Command.named(
                    "ExplorerSpeed", "java -cp gondola-benchmarks.jar io.gondola.benchmarks.ExplorerSpeed [OPTION...]")
            .option(
                    "--strategies",
                    "LIST",
                    "of PORTFOLIO, DPOR, POS, PCT, SURW, RANDOM, DFS, DELAY_BOUNDED, PREEMPTION_BOUNDED; the "
                            + "first six by default, all for all")
            .option(
                    "--warm-up",
                    "N",
                    "how many seconds each strategy runs before it is measured, from 0 to 3600; 5 by default")
            .option("--seconds", "N", "how many seconds it is measured, from 1 to 3600; 5 by default")
            .option("--out", "DIR", "where to write explorer.md and explorer.csv; target/explorer by default")
            .flag("--quick", "one second of each: shows that it works, not how fast it is");
    private static final int SCHEDULES = 1_000;
    private static final List<Strategy> DEFAULT =
            List.of(Strategy.PORTFOLIO, Strategy.DPOR, Strategy.POS, Strategy.PCT, Strategy.SURW, Strategy.RANDOM);
    private static final double GOAL_SCHEDULES = 20_000;
    private static final double GOAL_STEPS = 1_000_000;
    private static final double GOAL_MILLIS = 100;
    private static final double NANOS = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private ExplorerSpeed() {}

    /**
     * One line of the table: the times of explorations of {@link #SCHEDULES} schedules, and the steps that one took.
     */
    record Row(Strategy strategy, Figures nanos, double steps, int explorations) {
        double schedulesPerSecond(double of) {
            return SCHEDULES * NANOS / of;
        }

        double stepsPerSecond() {
            return steps * NANOS / nanos.median();
        }

        boolean meetsGoals() {
            return schedulesPerSecond(nanos.median()) >= GOAL_SCHEDULES
                    && stepsPerSecond() >= GOAL_STEPS
                    && nanos.median() <= GOAL_MILLIS * NANOS_PER_MILLI;
        }
    }

    public static void main(String[] args) throws IOException {
        Arguments.run(COMMAND, args, ExplorerSpeed::run);
    }

    private static void run(Arguments given) throws IOException {
        int otherwise = given.has("--quick") ? 1 : 5;
        Duration warmUp = Duration.ofSeconds(given.number("--warm-up", 0, 3_600, otherwise));
        Duration time = Duration.ofSeconds(given.number("--seconds", 1, 3_600, otherwise));
        Path out = Path.of(given.text("--out").getOrElse("target/explorer"));
        List<Row> rows = strategies(given).map(strategy -> measure(strategy, warmUp, time));
        Files.createDirectories(out);
        Files.writeString(out.resolve("explorer.md"), markdown(rows));
        Files.writeString(out.resolve("explorer.csv"), csv(rows));
        System.out.print(markdown(rows));
    }

    /** The strategies to measure. */
    static List<Strategy> strategies(Arguments given) {
        if (given.text("--strategies").isEmpty()) {
            return DEFAULT;
        }
        java.util.List<String> unknown = new ArrayList<>();
        List<Strategy> chosen =
                given.named("--strategies", ExplorerSpeed::strategy, List.of(Strategy.values()), unknown::add);
        if (!unknown.isEmpty() || chosen.isEmpty()) {
            throw new UsageError("--strategies: unknown strategy: " + String.join(", ", unknown) + "; there are "
                    + List.of(Strategy.values()).mkString(", "));
        }
        return chosen;
    }

    private static Option<Strategy> strategy(String name) {
        return List.of(Strategy.values()).find(s -> s.name().equals(name.toUpperCase(Locale.ROOT)));
    }

    static Row measure(Strategy strategy, Duration warmUp, Duration time) {
        System.err.println(strategy);
        long seed = 0;
        for (long begin = System.nanoTime(); System.nanoTime() - begin < warmUp.toNanos(); ) {
            ExploredProgram.explore(strategy, SCHEDULES, seed++);
        }
        double[] nanos = new double[16];
        int n = 0;
        long steps = 0;
        for (long begin = System.nanoTime(); n == 0 || System.nanoTime() - begin < time.toNanos(); ) {
            long start = System.nanoTime();
            Report report = ExploredProgram.explore(strategy, SCHEDULES, seed++);
            if (n == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * n);
            }
            nanos[n++] = System.nanoTime() - start;
            steps += report.steps();
        }
        return new Row(strategy, Figures.of(Arrays.copyOf(nanos, n)), (double) steps / n, n);
    }

    static String markdown(List<Row> rows) {
        return "| strategy | schedules/s | min–max | steps/s | steps of a schedule | 1 000 schedules | explorations"
                + " | goals |\n"
                + "|---|--:|--:|--:|--:|--:|--:|---|\n"
                + rows.map(row -> String.format(
                                Locale.ROOT,
                                "| %s | %,.0f | %,.0f–%,.0f | %,.0f | %.1f | %.1f ms | %d | %s |\n",
                                row.strategy(),
                                row.schedulesPerSecond(row.nanos().median()),
                                row.schedulesPerSecond(row.nanos().max()),
                                row.schedulesPerSecond(row.nanos().min()),
                                row.stepsPerSecond(),
                                row.steps() / SCHEDULES,
                                row.nanos().median() / NANOS_PER_MILLI,
                                row.explorations(),
                                row.meetsGoals() ? "met" : "missed"))
                        .mkString()
                + String.format(
                        Locale.ROOT,
                        "\nGoals: %,.0f schedules and %,.0f steps a second on one thread,"
                                + " 1 000 schedules within %.0f ms. Medians.\n\n%s\n",
                        GOAL_SCHEDULES,
                        GOAL_STEPS,
                        GOAL_MILLIS,
                        Environment.describe());
    }

    static String csv(List<Row> rows) {
        return "strategy,schedules_per_s,steps_per_s,steps_per_schedule,ms_per_1000,min_ms,max_ms,explorations\n"
                + rows.map(row -> String.format(
                                Locale.ROOT,
                                "%s,%.0f,%.0f,%.2f,%.3f,%.3f,%.3f,%d\n",
                                row.strategy(),
                                row.schedulesPerSecond(row.nanos().median()),
                                row.stepsPerSecond(),
                                row.steps() / SCHEDULES,
                                row.nanos().median() / NANOS_PER_MILLI,
                                row.nanos().min() / NANOS_PER_MILLI,
                                row.nanos().max() / NANOS_PER_MILLI,
                                row.explorations()))
                        .mkString();
    }
}
