package io.gondola.benchmarks;

import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.List;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures the rows that the user names, goroutines and virtual threads in the same run, and prints them as a Markdown table
 * and as CSV to the standard output. Progress goes to the standard error.
 */
public final class Table {
    private static final String USAGE =
            "usage: java -cp gondola-benchmarks.jar io.gondola.benchmarks.Table [--quick] [ROW...]\nrows: "
                    + Row.labels();
    private static final String GOROUTINES = "goroutines";
    private static final String VIRTUAL_THREADS = "virtualThreads";
    private static final String PROCS = "procs";

    private Table() {}

    /** What the user asked for. */
    record Request(Set<Row> rows, boolean quick) {}

    public static void main(String[] args) throws IOException, InterruptedException {
        if (List.of(args).contains("--help")) {
            System.out.println(USAGE);
            return;
        }
        try {
            print(measure(parse(args)));
        } catch (UsageError e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (RunnerException e) {
            System.err.println("JMH failed: " + e.getMessage());
            System.exit(1);
        }
    }

    static Request parse(String... args) throws UsageError {
        Set<Row> rows = LinkedHashSet.empty();
        boolean quick = false;
        for (String arg : args) {
            if (arg.equals("--quick")) {
                quick = true;
            } else if (arg.startsWith("-")) {
                throw new UsageError("unknown option: " + arg + "\n" + USAGE);
            } else {
                rows = rows.add(
                        Row.labelled(arg).getOrElseThrow(() -> new UsageError("unknown row: " + arg + "\n" + USAGE)));
            }
        }
        return new Request(rows.isEmpty() ? LinkedHashSet.of(Row.values()) : rows, quick);
    }

    private static List<Line> measure(Request request)
            throws UsageError, RunnerException, IOException, InterruptedException {
        Set<Row> timed = request.rows().filter(Row::isTimed);
        List<Line> lines = List.empty();
        if (request.rows().contains(Row.PARKED)) {
            lines = parkedLines(ParkedBytes.measure(request.quick())); // first, as it may refuse
        }
        if (timed.nonEmpty()) {
            OutputFormat progress = OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL);
            Collection<RunResult> results = new Runner(options(timed, request.quick()), progress).run();
            lines = timed.toList().flatMap(row -> lines(row, results)).appendAll(lines);
        }
        return lines;
    }

    private static Options options(Set<Row> rows, boolean quick) {
        List<String> sides = VirtualThreads.available() ? List.of(GOROUTINES, VIRTUAL_THREADS) : List.of(GOROUTINES);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(1)
                .warmupIterations(quick ? 1 : 5)
                .measurementIterations(quick ? 3 : 7)
                .warmupTime(new TimeValue(quick ? 200 : 1_000, TimeUnit.MILLISECONDS))
                .measurementTime(new TimeValue(quick ? 200 : 1_000, TimeUnit.MILLISECONDS))
                .shouldFailOnError(true);
        rows.forEach(row ->
                sides.forEach(side -> options.include("^" + row.benchmark(side).replace(".", "[.]") + "$")));
        return options.build();
    }

    private static List<Line> lines(Row row, Collection<RunResult> results) {
        return List.ofAll(results)
                .filter(result -> result.getParams().getBenchmark().equals(row.benchmark(GOROUTINES)))
                .map(result -> {
                    String procs = result.getParams().getParam(PROCS);
                    Option<RunResult> twin = List.ofAll(results)
                            .find(other -> is(other.getParams(), row.benchmark(VIRTUAL_THREADS), procs));
                    return new Line(row.label(), shown(procs), row.unit(), figures(result), twin.map(Table::figures));
                });
    }

    private static boolean is(BenchmarkParams params, String benchmark, String procs) {
        return params.getBenchmark().equals(benchmark) && params.getParam(PROCS).equals(procs);
    }

    private static String shown(String procs) {
        return procs.equals("0") ? Integer.toString(Environment.cpus()) : procs;
    }

    /** One sample for each iteration: the mean over many operations. */
    private static Figures figures(RunResult result) {
        return Figures.of(result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .map(IterationResult::getPrimaryResult)
                .mapToDouble(each -> each.getScore())
                .toArray());
    }

    private static List<Line> parkedLines(List<ParkedBytes.Cost> costs) {
        return List.of(
                parkedLine("parked, one channel", Parked.ONE_CHANNEL, Parked.ONE_QUEUE, costs),
                parkedLine("parked, own channels", Parked.OWN_CHANNELS, Parked.OWN_QUEUES, costs));
    }

    private static Line parkedLine(
            String workload, Parked goroutines, Parked virtualThreads, List<ParkedBytes.Cost> costs) {
        return new Line(
                workload,
                shown("0"),
                Row.PARKED.unit(),
                costs.find(c -> c.parked() == goroutines).get().bytes(),
                costs.find(c -> c.parked() == virtualThreads).map(ParkedBytes.Cost::bytes));
    }

    private static void print(List<Line> lines) {
        System.out.println(Environment.describe());
        if (!VirtualThreads.available()) {
            System.out.println(VirtualThreads.missing());
        }
        System.out.println();
        System.out.println(Report.markdown(lines));
        System.out.print(Report.csv(lines));
    }
}
