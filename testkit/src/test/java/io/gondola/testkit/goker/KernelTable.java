package io.gondola.testkit.goker;

import io.gondola.testkit.Explorer;
import io.gondola.testkit.Report;
import io.gondola.testkit.Strategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How many schedules each strategy needs to find each kernel's bug: the median and the 95th percentile over a number of seeds. A
 * bug that is not found within 1 000 schedules, or found as something else, counts as 1 000.
 */
final class KernelTable {
    private static final int MOST = 1_000;

    private final int seeds;
    private final List<Strategy> strategies;

    KernelTable(int seeds, List<Strategy> strategies) {
        this.seeds = seeds;
        this.strategies = strategies;
    }

    /** Prints the table for 50 seeds, or as many as the first argument says. */
    public static void main(String[] args) {
        int seeds = args.length == 0 ? 50 : Integer.parseInt(args[0]);
        System.out.println(new KernelTable(seeds, List.of(Strategy.values())).markdown());
    }

    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("Schedules to the first failure, median / 95th percentile over " + seeds
                + " seeds; in brackets how many seeds found nothing, or another failure, in " + MOST + " schedules.");
        lines.add("");
        lines.add("| kernel | trigger | "
                + strategies.stream().map(Strategy::name).collect(Collectors.joining(" | ")) + " |");
        lines.add("|---|---|" + "--:|".repeat(strategies.size()));
        for (Kernel kernel : Kernels.all()) {
            lines.add("| " + kernel.id() + " | " + triggers(kernel) + " | "
                    + strategies.stream().map(s -> cell(kernel, s)).collect(Collectors.joining(" | ")) + " |");
        }
        return String.join("\n", lines);
    }

    private static String triggers(Kernel kernel) {
        return kernel.expected().triggers().stream()
                .map(t -> t.name().substring(0, 1))
                .collect(Collectors.joining(","));
    }

    private String cell(Kernel kernel, Strategy strategy) {
        int[] schedules = new int[seeds];
        int missed = 0;
        for (int seed = 0; seed < seeds; seed++) {
            Report report = Explorer.of(kernel::buggy)
                    .named(kernel.id())
                    .schedules(MOST)
                    .seed(seed + 1)
                    .strategy(strategy)
                    .explore();
            boolean found = report.failure().exists(kernel.expected()::matches);
            schedules[seed] = found ? report.schedules() : MOST;
            missed += found ? 0 : 1;
        }
        Arrays.sort(schedules);
        return schedules[seeds / 2] + " / " + schedules[(int) Math.ceil(seeds * 0.95) - 1]
                + (missed == 0 ? "" : " (" + missed + ")");
    }
}
