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
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a flight recorder and a trace cost: a program that does nothing but hand a value over and back, and one that
 * computes digests of 64 KiB each in a pipeline: with neither, with a recorder, while a trace is open, whose memory is
 * soon used up in the first program, and while one is open that has memory for everything.
 *
 * <pre>
 * java -cp benchmarks/target/gondola-benchmarks.jar io.gondola.benchmarks.TraceCost [TURNS]
 * </pre>
 *
 * <p>Each figure is the median of five turns, or as many as are asked for, in each of which every kind has a JVM of its
 * own; in a JVM it is the least of fifteen rounds after five to warm up.
 */
public final class TraceCost {
    private static final int TURNS = 5;
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 15;
    private static final int TRIPS = 300_000;
    private static final int BLOCKS = 400;
    private static final int BLOCK_BYTES = 64 * 1024;
    private static final int WORKERS = 4;
    private static final int PROCESSORS = 2;
    private static final int CLOCK_READINGS = 10_000_000;
    private static final String MEMORY_FOR_ALL = "-Dgondola.trace.memory=4096";

    private enum Kind {
        OFF,
        RECORDER,
        TRACE,
        WHOLE
    }

    private TraceCost() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 2 && args[0].equals("measure")) {
            measure(Kind.valueOf(args[1]));
            return;
        }
        int turns = args.length == 0 ? TURNS : Integer.parseInt(args[0]);
        Map<String, Map<Kind, List<Double>>> all = new TreeMap<>();
        for (int turn = 0; turn < turns; turn++) {
            for (Kind kind : Kind.values()) {
                child(kind)
                        .forEach((program, nanos) -> all.computeIfAbsent(program, p -> new EnumMap<>(Kind.class))
                                .computeIfAbsent(kind, k -> new ArrayList<>())
                                .add(nanos));
            }
        }
        all.forEach(TraceCost::print);
    }

    private static void print(String program, Map<Kind, List<Double>> measured) {
        double off = median(measured.get(Kind.OFF));
        measured.forEach((kind, values) -> System.out.printf(
                Locale.ROOT,
                "%-10s %-9s %12.1f ns  %.3f of off  (%.1f to %.1f)%n",
                program,
                kind,
                median(values),
                median(values) / off,
                values.stream().mapToDouble(v -> v).min().orElse(0),
                values.stream().mapToDouble(v -> v).max().orElse(0)));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static Map<String, Double> child(Kind kind) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String modules = System.getProperty("jdk.module.path", "");
        String classPath =
                System.getProperty("java.class.path") + (modules.isEmpty() ? "" : File.pathSeparator + modules);
        String memory = kind == Kind.WHOLE ? MEMORY_FOR_ALL : "-Dgondola.trace.memory=64";
        Process process = new ProcessBuilder(
                        java, memory, "-cp", classPath, TraceCost.class.getName(), "measure", kind.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, Double> measured = new TreeMap<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 2);
                measured.put(words[0], Double.parseDouble(words[1]));
            }
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the measurement failed: code=" + process.exitValue());
        }
        return measured;
    }

    private static void measure(Kind kind) throws Exception {
        Path folder = Files.createTempDirectory("gondola-trace-cost");
        Path file = folder.resolve("trace.html");
        Duration last = kind == Kind.RECORDER ? Duration.ofSeconds(10) : Duration.ZERO;
        try (GoRuntime rt =
                GoRuntime.builder().maxProcs(PROCESSORS).flightRecorder(last).build()) {
            if (kind == Kind.TRACE || kind == Kind.WHOLE) {
                rt.trace(file); // until the runtime is closed
            }
            System.out.println("pingpong " + least(rt, pingPong()) / TRIPS);
            System.out.println("digest " + least(rt, digests()) / BLOCKS);
            System.out.println("clock " + clock());
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
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

    private static double least(GoRuntime rt, Go<Unit> program) {
        long least = Long.MAX_VALUE;
        for (int i = -WARM_UP; i < ROUNDS; i++) {
            long begin = System.nanoTime();
            rt.run(program);
            long took = System.nanoTime() - begin;
            least = i < 0 ? least : Math.min(least, took);
        }
        return least;
    }
}
