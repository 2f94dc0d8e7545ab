package io.gondola.benchmarks;

import io.gondola.commands.Command;
import io.vavr.collection.List;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * All shapes of the workloads on Gondola, in this JVM, after all of them have run in it: in two or three minutes, which
 * one is the worst. {@link Compare} makes the figures that are published.
 *
 * <p>The processor time of the whole process stands beside the time: on a machine that is busy with other work, compare
 * that.
 */
public final class Survey {
    static final Command COMMAND = Command.named(
                    "Survey", "java -cp gondola-benchmarks.jar io.gondola.benchmarks.Survey [OPTION...]")
            .does(
                    "Runs all workloads in all shapes in this JVM, then measures them one after another.",
                    "Prints a table (Markdown).")
            .option("--workloads", "LIST", "measure some of " + Workload.labels() + "; all by default")
            .option(
                    "--procs",
                    "LIST",
                    "how many run at once: numbers, or all for as many as there are CPUs; 1,all by default")
            .option("--rounds", "N", "timed rounds of each shape, at least; from 1 to 1000; 5 by default")
            .option("--warm-up", "MILLIS", "how long each shape runs before it is timed; 400 by default")
            .option("--sizes", "LIST", "sizes other than the quick ones, as in mutex=2000000");

    private static final int MIN_WARM_UPS = 3;

    /** Processor time is counted in steps of up to 10 ms. */
    private static final long MIN_NANOS = 200_000_000;

    private Survey() {}

    public static void main(String[] args) throws Exception {
        Arguments.run(COMMAND, args, Survey::run);
    }

    private static void run(Arguments given) throws Exception {
        List<Workload> workloads = given.named(
                        "--workloads",
                        Workload::labelled,
                        List.of(Workload.values()),
                        label -> System.err.println("unknown workload: " + label))
                .filter(Survey::isMeasured);
        int rounds = given.number("--rounds", 1, 1_000, 5);
        int warmUpMillis = given.number("--warm-up", 0, 600_000, 400);
        System.out.println("| workload | P | shape | unit | median (minimum–maximum) | processor time |");
        System.out.println("|---|--:|---|---|--:|--:|");
        for (int procs : CompareOptions.procs(given)) {
            try (GoroutinePrograms programs = new GoroutinePrograms(procs)) {
                runAll(programs);
                for (Workload workload : workloads) {
                    int size = CompareOptions.sizes(given).getOrElse(workload, workload.quickSize());
                    for (String shape : programs.shapes(workload)) {
                        measure(programs, workload, shape, size, procs, warmUpMillis, rounds);
                    }
                }
            }
        }
    }

    /** Not what takes a second however fast it is, and no memory. */
    private static boolean isMeasured(Workload workload) {
        return !workload.isMemory() && workload != Workload.SLEEPERS;
    }

    /** Runs every workload in every shape, often enough for the compiler to have seen each as hot. */
    private static void runAll(Programs programs) throws Exception {
        for (Workload workload : List.of(Workload.values()).filter(Survey::isMeasured)) {
            for (String shape : programs.shapes(workload)) {
                for (int i = 0; i < MIN_WARM_UPS; i++) {
                    programs.execute(workload, shape, workload.quickSize());
                }
            }
        }
    }

    private static void measure(
            Programs programs, Workload workload, String shape, int size, int procs, int warmUpMillis, int rounds)
            throws Exception {
        long begin = System.nanoTime();
        for (int i = 0;
                i < MIN_WARM_UPS || System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(warmUpMillis);
                i++) {
            programs.execute(workload, shape, size);
        }
        List<Double> times = List.empty();
        long used = processorNanos();
        for (long from = System.nanoTime(); times.size() < rounds || System.nanoTime() - from < MIN_NANOS; ) {
            long start = System.nanoTime();
            long check = programs.execute(workload, shape, size);
            times = times.append(workload.figure((double) (System.nanoTime() - start), size));
            if (check != workload.expected(size)) {
                throw new AssertionError(workload.label() + ", " + shape + " yielded " + check);
            }
        }
        double processorTime = workload.figure((double) (processorNanos() - used) / times.size(), size);
        Figures time =
                Figures.of(times.toJavaStream().mapToDouble(Double::doubleValue).toArray());
        System.out.println(String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s | %s (%s–%s) | %s |",
                workload.label(),
                procs,
                shape,
                workload.unit(),
                ComparisonTable.figure(time.median()),
                ComparisonTable.figure(time.min()),
                ComparisonTable.figure(time.max()),
                ComparisonTable.figure(processorTime)));
    }

    private static long processorNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os
                ? os.getProcessCpuTime()
                : 0;
    }
}
