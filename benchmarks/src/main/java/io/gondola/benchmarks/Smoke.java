package io.gondola.benchmarks;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.List;
import io.vavr.collection.Map;
import java.util.Locale;

/**
 * Compares core workloads with virtual threads in this process, in about a minute, and fails only on a gross loss: a
 * ratio four times worse than the published one. For a machine that has other things to do as well.
 */
public final class Smoke {
    private static final double MARGIN = 4;
    private static final int MIN_WARM_UPS = 3;
    private static final long WARM_UP_NANOS = 1_500_000_000L;
    private static final int ROUNDS = 5;

    /** How many times the goroutines' time the virtual threads' is, of two CPUs, in small figures. */
    private static final Map<Workload, Double> PUBLISHED = LinkedHashMap.of(
            Workload.PINGPONG, 2.5,
            Workload.UNBUFFERED, 2.5,
            Workload.BUFFERED, 2.0,
            Workload.SPAWN, 2.0,
            Workload.SELECT_FANIN, 1.5,
            Workload.YIELD, 5.0,
            Workload.THREADRING, 5.0,
            Workload.SKYNET, 5.0);

    private Smoke() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            System.err.println("usage: java -cp gondola-benchmarks.jar io.gondola.benchmarks.Smoke");
            System.exit(args[0].equals("--help") ? 0 : 2);
        }
        if (!VirtualThreads.available()) {
            System.out.println("nothing to compare with: " + VirtualThreads.missing());
            return;
        }
        List<String> losses = List.empty();
        try (Programs goroutines = new GoroutinePrograms(Environment.cpus());
                Programs threads = new VirtualThreadPrograms()) {
            for (Workload workload : PUBLISHED.keySet()) {
                double ratio = median(threads, workload) / median(goroutines, workload);
                double floor = PUBLISHED.get(workload).get() / MARGIN;
                String line = String.format(
                        Locale.ROOT,
                        "%-14s %6.2f times as fast as virtual threads, at least %.2f expected",
                        workload.label(),
                        ratio,
                        floor);
                System.out.println(line);
                if (isLoss(workload, ratio)) {
                    losses = losses.append(line);
                }
            }
        }
        if (losses.nonEmpty()) {
            System.err.println("gross loss:\n" + losses.mkString("\n"));
            System.exit(1);
        }
    }

    static boolean isLoss(Workload workload, double ratio) {
        return !(ratio >= PUBLISHED.get(workload).get() / MARGIN);
    }

    private static double median(Programs programs, Workload workload) throws Exception {
        int size = workload.quickSize();
        long begin = System.nanoTime();
        for (int i = 0; i < MIN_WARM_UPS || System.nanoTime() - begin < WARM_UP_NANOS; i++) {
            programs.execute(workload, size);
        }
        double[] nanos = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            long check = programs.execute(workload, size);
            nanos[i] = System.nanoTime() - start;
            if (check != workload.expected(size)) {
                throw new IllegalStateException(
                        workload.label() + " yielded " + check + " instead of " + workload.expected(size));
            }
        }
        return Figures.of(nanos).median();
    }
}
