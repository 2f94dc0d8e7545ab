package io.gondola.testkit.goker;

import io.gondola.testkit.Explorer;
import io.gondola.testkit.Failure;
import io.gondola.testkit.Report;
import io.gondola.testkit.Strategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How many schedules each strategy needs to find each kernel's bug: the median and the 95th percentile over a number of
 * seeds. A bug that is not found within 1 000 schedules, or found as something else, counts as 1 000. Below the table
 * is, for each strategy, what became of all these explorations together.
 */
final class KernelTable {
    private static final int MOST = 1_000;
    private static final int SHORT_TOKEN = 120;
    private static final Pattern SHRUNK = Pattern.compile("shrunk \\d+ -> (\\d+) switches");

    private final int seeds;
    private final List<Strategy> strategies;
    private final Map<Strategy, Sum> sums = new EnumMap<>(Strategy.class);

    /** What became of the explorations of one strategy. */
    private static final class Sum {
        int explored;
        int found;
        int replayed;
        int shortTokens;
        final List<Integer> schedules = new ArrayList<>();
        final List<Integer> schedulesOfSometimes = new ArrayList<>();
        final List<Integer> switches = new ArrayList<>();

        String row(Strategy strategy) {
            return "| " + strategy + " | " + found + " of " + explored + " | " + median(schedules) + " | "
                    + median(schedulesOfSometimes) + " | " + percent(replayed, found) + " | " + median(switches) + " | "
                    + percent(shortTokens, found) + " |";
        }

        private static String median(List<Integer> numbers) {
            return numbers.isEmpty()
                    ? "-"
                    : String.valueOf(numbers.stream().sorted().toList().get(numbers.size() / 2));
        }

        private static String percent(int part, int whole) {
            return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
        }
    }

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
        lines.add("");
        lines.add("| strategy | found | median first hit | of those that fail under some schedules only | replay"
                + " | median switches when shrunk | tokens of at most " + SHORT_TOKEN + " characters |");
        lines.add("|---|--:|--:|--:|--:|--:|--:|");
        strategies.forEach(s -> lines.add(sums.get(s).row(s)));
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
            add(kernel, strategy, found ? report.failure().get() : null, schedules[seed]);
        }
        Arrays.sort(schedules);
        return schedules[seeds / 2] + " / " + schedules[(int) Math.ceil(seeds * 0.95) - 1]
                + (missed == 0 ? "" : " (" + missed + ")");
    }

    /** {@code failure} is null if the bug was not found. */
    private void add(Kernel kernel, Strategy strategy, Failure failure, int schedules) {
        Sum sum = sums.computeIfAbsent(strategy, s -> new Sum());
        sum.explored++;
        sum.schedules.add(schedules);
        if (kernel.expected().triggers().contains(Trigger.SCHEDULE)) {
            sum.schedulesOfSometimes.add(schedules);
        }
        if (failure != null) {
            sum.found++;
            sum.replayed += replays(kernel, failure) ? 1 : 0;
            sum.shortTokens += failure.token().length() <= SHORT_TOKEN ? 1 : 0;
            Matcher m = SHRUNK.matcher(failure.message());
            if (m.find()) {
                sum.switches.add(Integer.valueOf(m.group(1)));
            }
        }
    }

    private static boolean replays(Kernel kernel, Failure failure) {
        Report again = Explorer.of(kernel::buggy).named(kernel.id()).replay(failure.token());
        return again.divergence().isEmpty()
                && again.failure()
                        .exists(f ->
                                f.kind() == failure.kind() && f.goroutines().equals(failure.goroutines()));
    }
}
