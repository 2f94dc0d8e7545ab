package io.gondola.benchmarks;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Strategy;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * What debug mode costs, in JVMs without it, with it because of assertions, and with it by name; and what looking for
 * lost programs costs in explorations:
 *
 * <pre>
 * java -cp benchmarks/target/gondola-benchmarks.jar io.gondola.benchmarks.DebugCost
 * </pre>
 *
 * <p>Figures are the least of eleven rounds, so that other work on the machine counts little.
 */
public final class DebugCost {
    private static final int ROUNDS = 11;
    private static final int PROGRAMS = 100_000;
    private static final int SENDS = 20_000;
    private static final int SCHEDULES = 1_000;

    private DebugCost() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 1 && args[0].equals("measure")) {
            measure();
            return;
        }
        for (String option : List.of("-Dgondola.debug=0", "-ea:io.gondola.dsl...", "-Dgondola.debug=1")) {
            System.out.println(option);
            child(option);
        }
    }

    private static void child(String option) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path")
                + (System.getProperty("jdk.module.path") == null
                        ? ""
                        : File.pathSeparator + System.getProperty("jdk.module.path"));
        int code = new ProcessBuilder(java, option, "-cp", classPath, DebugCost.class.getName(), "measure")
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("the measurement failed: code=" + code);
        }
    }

    private static void measure() {
        Channel<Integer> ch = Channel.buffered(1);
        Go<?>[] kept = new Go<?>[PROGRAMS];
        print("build a send", "ns", least(() -> time(() -> build(ch, kept))) / PROGRAMS);
        print("keep a send", "bytes", bytes(ch, kept));
        try (GoRuntime runtime = GoRuntime.builder().maxProcs(1).build()) {
            Go<Unit> once = ch.send(1).then(ch.receive()).repeat(SENDS);
            print(
                    "run a send and a receive that were built once",
                    "ns",
                    least(() -> time(() -> runtime.run(once))) / SENDS);
            Go<Unit> eachTime = Go.forRange(0, SENDS, i -> ch.send(i).then(ch.receive()));
            print("build and run them", "ns", least(() -> time(() -> runtime.run(eachTime))) / SENDS);
        }
        print("explore 1000 schedules", "ms", explore(false) / 1e6);
        print("the same without looking for lost programs", "ms", explore(true) / 1e6);
    }

    private static void build(Channel<Integer> ch, Go<?>[] kept) {
        for (int i = 0; i < PROGRAMS; i++) {
            kept[i] = ch.send(i);
        }
    }

    /** Per program, of what is live once they are built. */
    private static double bytes(Channel<Integer> ch, Go<?>[] kept) {
        Arrays.fill(kept, null);
        var unused = live();
        kept[0] = ch.send(0); // debug mode drops what it noted of those that are gone when it notes the next one
        long before = live();
        build(ch, kept);
        return (double) (live() - before) / PROGRAMS;
    }

    private static long live() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static double explore(boolean lostAllowed) {
        Explorer explorer =
                Explorer.of(DebugCost::explored).strategy(Strategy.RANDOM).schedules(SCHEDULES);
        Explorer e = lostAllowed ? explorer.allowLost() : explorer;
        return least(() -> time(() -> {
            var unused = e.explore();
        }));
    }

    /** About fifty steps. */
    private static Go<Unit> explored() {
        Channel<Integer> ch = Channel.unbuffered();
        Go<Unit> producer = Go.forRange(0, 12, i -> ch.send(i));
        return Go.go(producer).then(Go.go(producer)).then(ch.receive().repeat(24));
    }

    private static long time(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return System.nanoTime() - begin;
    }

    private static double least(LongSupplier round) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            least = Math.min(least, round.getAsLong());
        }
        return least;
    }

    private static void print(String what, String unit, double value) {
        System.out.printf(Locale.ROOT, "  %-46s %10.1f %s%n", what, value, unit);
    }
}
