package io.gondola.benchmarks;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.pipeline.Pipeline;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a flight recorder and a trace cost: a program that does nothing but hand a value over and back, and one that
 * computes digests of 64 KiB each in a pipeline: with neither, with a recorder, while a trace is open whose memory is
 * used up, which it is soon in the first program, and while one is open that has memory for everything.
 *
 * <pre>
 * java -cp benchmarks/target/gondola-benchmarks.jar io.gondola.benchmarks.TraceCost [TURNS]
 * </pre>
 *
 * <p>Each turn is a JVM of its own, three if nothing is asked for. In it the kinds follow one another in twenty passes,
 * each on a runtime that was just made, of whose four rounds the least counts. What is printed is the median of all
 * passes; and of the ratios to what the same pass took with neither, the median and both quartiles.
 */
public final class TraceCost {
    /*
     * Kinds are compared within a JVM, and there with what ran just before or after them. From one JVM to the next the
     * same program differs by a fifth, whatever observes it: the compiler inlines what it happens to have seen, and
     * with G1 each store of a young object into an old one has a fence. So what a runtime itself is made of is made old
     * before its rounds are timed, for each kind alike: a recorder and a trace let the collector run more often, which
     * does the same sooner.
     */
    private static final int TURNS = 3;
    private static final int WARM_UP = 3;
    private static final int PASSES = 20;
    private static final int ROUNDS = 4;
    private static final int TRIPS = 150_000;
    private static final int BLOCKS = 400;
    private static final int BLOCK_BYTES = 64 * 1024;
    private static final int WORKERS = 4;
    private static final int PROCESSORS = 2;
    private static final int CLOCK_READINGS = 10_000_000;
    private static final String MEMORY = "gondola.trace.memory";

    private enum Tracing {
        OFF(64),
        RECORDER(64),
        TRACE(8),
        WHOLE(512);

        private final int mebibytes;

        Tracing(int mebibytes) {
            this.mebibytes = mebibytes;
        }
    }

    private TraceCost() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 1 && args[0].equals("measure")) {
            measure("pingpong", TRIPS, pingPong());
            measure("digest", BLOCKS, digests());
            System.out.println("clock OFF " + clock() + " 1");
            return;
        }
        int turns = args.length == 0 ? TURNS : Integer.parseInt(args[0]);
        Map<String, Map<Tracing, Passes>> all = new TreeMap<>();
        for (int turn = 0; turn < turns; turn++) {
            child(all);
        }
        all.forEach((program, kinds) -> kinds.forEach((kind, passes) -> passes.print(program + " " + kind)));
    }

    /** Of one kind. */
    private record Passes(List<Double> nanos, List<Double> ratios) {
        private void print(String title) {
            System.out.printf(
                    Locale.ROOT,
                    "%-20s %12.1f ns  %.3f of off  (%.3f to %.3f)%n",
                    title,
                    quartile(nanos, 2),
                    quartile(ratios, 2),
                    quartile(ratios, 1),
                    quartile(ratios, 3));
        }

        private static double quartile(List<Double> values, int quarters) {
            return values.stream().sorted().toList().get((values.size() - 1) * quarters / 4);
        }
    }

    private static void child(Map<String, Map<Tracing, Passes>> all) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String modules = System.getProperty("jdk.module.path", "");
        String classPath =
                System.getProperty("java.class.path") + (modules.isEmpty() ? "" : File.pathSeparator + modules);
        Process process = new ProcessBuilder(java, "-cp", classPath, TraceCost.class.getName(), "measure")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 4);
                Passes passes = all.computeIfAbsent(words[0], p -> new TreeMap<>())
                        .computeIfAbsent(
                                Tracing.valueOf(words[1]), k -> new Passes(new ArrayList<>(), new ArrayList<>()));
                passes.nanos().add(Double.parseDouble(words[2]));
                passes.ratios().add(Double.parseDouble(words[3]));
            }
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the measurement failed: code=" + process.exitValue());
        }
    }

    /** Prints how long each pass took, of each kind in turn, forth and back. */
    private static void measure(String program, int parts, Go<Unit> rounds) throws Exception {
        List<Tracing> kinds = new ArrayList<>(List.of(Tracing.values()));
        for (int pass = -WARM_UP; pass < PASSES; pass++) {
            Map<Tracing, Double> least = new EnumMap<>(Tracing.class);
            for (Tracing kind : kinds) {
                least.put(kind, (double) least(kind, rounds) / parts);
            }
            Collections.reverse(kinds);
            if (pass >= 0) {
                double off = least.get(Tracing.OFF);
                least.forEach(
                        (kind, nanos) -> System.out.println(program + " " + kind + " " + nanos + " " + nanos / off));
            }
        }
    }

    private static long least(Tracing kind, Go<Unit> program) throws Exception {
        Path folder = Files.createTempDirectory("gondola-trace-cost");
        Path file = folder.resolve("trace.html");
        Duration last = kind == Tracing.RECORDER ? Duration.ofSeconds(10) : Duration.ZERO;
        System.setProperty(MEMORY, String.valueOf(kind.mebibytes));
        long least = Long.MAX_VALUE;
        try (GoRuntime rt = GoRuntime.builder()
                .maxProcs(PROCESSORS)
                .longStep(Duration.ZERO)
                .flightRecorder(last)
                .build()) {
            rt.run(program);
            System.gc();
            System.gc();
            if (kind == Tracing.TRACE || kind == Tracing.WHOLE) {
                rt.trace(file); // until the runtime is closed
            }
            rt.run(program);
            for (int i = 0; i < ROUNDS; i++) {
                long begin = System.nanoTime();
                rt.run(program);
                least = Math.min(least, System.nanoTime() - begin);
            }
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
        return least;
    }

    private static Go<Unit> pingPong() {
        return Go.suspend(() -> {
            Channel<Integer> ping = Channel.unbuffered();
            Channel<Integer> pong = Channel.unbuffered();
            Go<Unit> echo = Go.forRange(0, TRIPS, i -> ping.receive().flatMap(pong::send));
            return Go.go(echo).then(Go.forRange(0, TRIPS, i -> ping.send(i).then(pong.receive())));
        });
    }

    private static Go<Unit> digests() {
        byte[] block = new byte[BLOCK_BYTES];
        return Pipeline.range(0, BLOCKS)
                .parallelUnordered(
                        WORKERS,
                        i -> Go.call(() -> MessageDigest.getInstance("SHA-256").digest(block)))
                .drain();
    }

    /** How long a look at the clock takes, in nanoseconds: the least of some rounds. */
    private static double clock() {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < WARM_UP; round++) {
            long begin = System.nanoTime();
            long end = begin;
            for (int i = 0; i < CLOCK_READINGS; i++) {
                end = System.nanoTime();
            }
            least = Math.min(least, end - begin);
        }
        return (double) least / CLOCK_READINGS;
    }
}
