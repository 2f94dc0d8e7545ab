package io.gondola.benchmarks;

import io.gondola.commands.Command;
import io.gondola.commands.UsageError;
import io.vavr.collection.List;
import io.vavr.control.Option;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;

/**
 * Measures what a parked goroutine costs, and what a parked virtual thread costs: the live heap after garbage
 * collections, and the peak resident memory of the process. Each sample comes from a JVM of its own, with the options
 * of this one.
 */
public final class ParkedBytes {
    static final Command COMMAND = Command.named(
                    "ParkedBytes",
                    "java -cp gondola-benchmarks.jar io.gondola.benchmarks.ParkedBytes [OPTION...] [COUNT]")
            .does("Measures the live heap of COUNT parked goroutines of each sort, a million by default.")
            .flag("--quick", "ten thousand, once: shows that it works")
            .words();
    private static final int COUNT = 1_000_000;
    private static final int QUICK_COUNT = 10_000;
    private static final int SAMPLES = 5;
    private static final int OUT_OF_MEMORY = 3; // what -XX:+ExitOnOutOfMemoryError exits with

    private ParkedBytes() {}

    /** What one sort of parking costs; {@code peakMib} if the system tells. */
    record Cost(Parked parked, int count, Figures bytes, Option<Figures> peakMib) {}

    public static void main(String[] args) throws Exception {
        Arguments.run(COMMAND, args, ParkedBytes::run);
    }

    private static void run(Arguments given) throws IOException, InterruptedException {
        boolean quick = given.has("--quick");
        print(measure(given.onlyCount(quick ? QUICK_COUNT : COUNT), quick ? 1 : SAMPLES));
    }

    /** All that this JDK has. */
    static List<Cost> measure(boolean quick) throws IOException, InterruptedException {
        return measure(quick ? QUICK_COUNT : COUNT, quick ? 1 : SAMPLES);
    }

    private static List<Cost> measure(int count, int samples) throws IOException, InterruptedException {
        List<Parked> all = List.of(Parked.values()).filter(Parked::available);
        Parked largest = all.maxBy(parked -> parked.heapFor(count)).get();
        if (Runtime.getRuntime().maxMemory() < largest.heapFor(count)) {
            throw heapTooSmall(largest, count);
        }
        java.util.List<Cost> costs = new ArrayList<>();
        for (Parked parked : all) {
            costs.add(measure(parked, count, samples));
        }
        return List.ofAll(costs);
    }

    private static UsageError heapTooSmall(Parked parked, int count) {
        return new UsageError("the heap is too small to park " + count + " " + parked.description() + ": "
                + mib(Runtime.getRuntime().maxMemory()) + " MiB, about " + mib(parked.heapFor(count))
                + " MiB are needed: use -Xmx" + (mib(parked.heapFor(count)) + 99) / 100 * 100 + "m or a smaller count");
    }

    private static long mib(long bytes) {
        return bytes >> 20;
    }

    private static Cost measure(Parked parked, int count, int samples) throws IOException, InterruptedException {
        double[] bytes = new double[samples];
        double[] mib = new double[samples];
        for (int i = 0; i < samples; i++) {
            System.err.println("parked: " + parked.description() + ", sample " + (i + 1) + " of " + samples);
            String[] line = probe(parked, count).split(" ", 2);
            bytes[i] = Double.parseDouble(line[0]);
            mib[i] = Double.parseDouble(line[1]) / 1024;
        }
        return new Cost(parked, count, Figures.of(bytes), Option.when(mib[0] >= 0, () -> Figures.of(mib)));
    }

    private static String probe(Parked parked, int count) throws IOException, InterruptedException {
        java.util.List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(java.util.List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                ParkedProbe.class.getName(),
                parked.name(),
                Integer.toString(count)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit == OUT_OF_MEMORY) {
            throw new UsageError("a heap of " + mib(Runtime.getRuntime().maxMemory()) + " MiB ran out while " + count
                    + " " + parked.description() + " were parked: use a greater -Xmx or a smaller count");
        }
        if (exit != 0) {
            throw new IOException("the JVM that parks " + parked.description() + " failed: exit code " + exit);
        }
        return output.substring(output.lastIndexOf('\n', output.length() - 2) + 1)
                .trim();
    }

    private static void print(List<Cost> costs) {
        System.out.println(Environment.describe());
        if (!VirtualThreads.available()) {
            System.out.println(VirtualThreads.missing());
        }
        System.out.println();
        System.out.println("| parked | count | heap bytes each, median | min | max | peak RSS, MiB |");
        System.out.println("|---|--:|--:|--:|--:|--:|");
        for (Cost cost : costs) {
            System.out.println(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.1f | %.1f | %.1f | %s |",
                    cost.parked().description(),
                    cost.count(),
                    cost.bytes().median(),
                    cost.bytes().min(),
                    cost.bytes().max(),
                    cost.peakMib()
                            .map(p -> String.format(Locale.ROOT, "%.0f", p.median()))
                            .getOrElse("–")));
        }
    }
}
