package io.gondola.stress;

import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import java.io.File;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Runs one {@link SoakProgram}, {@link RandomProgram} and {@link NetworkSoakProgram} after another in one small JVM, in
 * runtimes that come and go, and looks whether anything is left: the live heap must not grow, no thread and no
 * descriptor may stay, and each program must end.
 *
 * <p>To be run with {@code -Xmx64m}. {@code -Dgondola.soak.minutes=60} sets how long it takes (5 by default), {@code
 * -Dgondola.soak.seed=N} where the seeds of the programs begin. It ends with code 1 if something is wrong.
 */
public final class Soak {
    private static final double MINUTES = Double.parseDouble(System.getProperty("gondola.soak.minutes", "5"));
    private static final int SAMPLES = 60;
    private static final int PROGRAMS_PER_RUNTIME = 25;
    private static final long STUCK_MILLIS = 120_000;

    /** One that waits for a future is never deadlocked, and is cancelled after this time. */
    private static final long PATIENCE_MILLIS = 20;

    private static final long MAX_GROWTH = 1 << 20;
    /** What is live is known when one more collection frees less than this, or after so many. */
    private static final long SETTLED = 1 << 12;

    private static final int MOST_COLLECTIONS = 20;

    private static final int MAX_THREADS_MORE = 4;
    private static final int MAX_DESCRIPTORS_MORE = 2;

    private final long start = System.nanoTime();
    private final long nanos = (long) (MINUTES * 60e9);
    private final SoakProgram.Shared shared = SoakProgram.Shared.make();
    private final List<Long> liveBytes = new ArrayList<>();
    private final List<Long> descriptors = new ArrayList<>();
    private final SSLContext tls;
    private final Random random;
    private long seed;
    private long programs;
    private long networkPrograms;
    private int threads;

    private Soak(long seed, SSLContext tls) {
        this.seed = seed;
        this.tls = tls;
        this.random = new Random(seed);
    }

    public static void main(String[] args) throws Exception {
        Long given = Long.getLong("gondola.soak.seed");
        long seed = given != null ? given : ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
        System.out.printf(
                "soak: %s minutes, seed %d, heap %,d KiB%n",
                MINUTES, seed, Runtime.getRuntime().maxMemory() >> 10);
        String wrong = new Soak(seed, SoakCertificate.context()).run();
        System.out.println(wrong.isEmpty() ? "soak: nothing is left, nothing hangs" : "soak: FAILED: " + wrong);
        System.exit(wrong.isEmpty() ? 0 : 1);
    }

    private String run() throws InterruptedException {
        while (liveBytes.size() < SAMPLES) {
            long until = start + nanos / SAMPLES * (liveBytes.size() + 1);
            while (System.nanoTime() - until < 0) {
                String stuck = inOneRuntime(until);
                if (!stuck.isEmpty()) {
                    return stuck;
                }
            }
            sample();
        }
        return verdict();
    }

    private void sample() throws InterruptedException {
        long live = usedAfterACollection();
        for (int i = 0; i < MOST_COLLECTIONS; i++) {
            Thread.sleep(20); // references that the collector has cleared are handled in between
            long less = usedAfterACollection();
            boolean settled = i > 0 && live - less < SETTLED;
            live = less;
            if (settled) {
                break;
            }
        }
        liveBytes.add(live);
        threads = Thread.activeCount();
        descriptors.add(openDescriptors());
        System.out.printf(
                "soak: %,d s, %,d programs, %,d of the network, live %,d KiB, %d threads, %d descriptors%n",
                (System.nanoTime() - start) / 1_000_000_000,
                programs,
                networkPrograms,
                liveBytes.get(liveBytes.size() - 1) >> 10,
                threads,
                descriptors.get(descriptors.size() - 1));
    }

    private static long usedAfterACollection() {
        System.gc();
        Runtime jvm = Runtime.getRuntime();
        return jvm.totalMemory() - jvm.freeMemory();
    }

    /** How many files and sockets this process has open; 0 where that cannot be known. */
    private static long openDescriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    private String verdict() {
        int third = SAMPLES / 3;
        long before = median(liveBytes.subList(third, 2 * third));
        long after = median(liveBytes.subList(2 * third, SAMPLES));
        System.out.printf(
                "soak: live in the second third %,d bytes, in the last %,d: %+.1f bytes a program%n",
                before, after, (after - before) / (programs / 3.0));
        if (after - before > MAX_GROWTH) {
            return "the live heap grows: by " + (after - before) + " bytes";
        }
        long more = median(descriptors.subList(2 * third, SAMPLES)) - median(descriptors.subList(third, 2 * third));
        if (more > MAX_DESCRIPTORS_MORE) {
            return "descriptors stay open: " + more + " more";
        }
        return threads > 1 + MAX_THREADS_MORE ? "threads stay: " + threads : "";
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    /** Returns what is wrong; nothing if all is well. */
    private String inOneRuntime(long until) {
        boolean real = random.nextInt(4) > 0;
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
                GoRuntime runtime = real
                        ? GoRuntime.builder()
                                .maxProcs(1 + random.nextInt(4))
                                .output(nowhere)
                                .build()
                        : GoRuntime.deterministic(seed, nowhere)) {
            for (int i = 0; i < PROGRAMS_PER_RUNTIME && System.nanoTime() - until < 0; i++) {
                seed++;
                programs++;
                String stuck = runOne(runtime, real);
                if (!stuck.isEmpty()) {
                    return stuck;
                }
            }
        }
        return "";
    }

    private String runOne(GoRuntime runtime, boolean real) {
        boolean network = real && random.nextInt(8) == 0;
        SoakProgram soaked = network || random.nextInt(5) == 0 ? null : new SoakProgram(shared, seed, real);
        Go<Unit> program = network ? new NetworkSoakProgram(tls, seed).main() : program(runtime, soaked);
        boolean ends = soaked == null || soaked.ends();
        networkPrograms += network ? 1 : 0;
        CompletableFuture<Unit> end = runtime.start(program);
        if (real && random.nextInt(3) == 0) {
            end.cancel(true);
        }
        try {
            if (!ends && !endsWithin(PATIENCE_MILLIS, end)) {
                end.cancel(
                        true); // false where the program came to an end of its own just now, which is looked at below
            }
            end.get(STUCK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return stuck(runtime);
        } catch (ExecutionException e) {
            return isMeant(e.getCause()) ? "" : "seed " + seed + " ended with " + e.getCause();
        } catch (CancellationException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
        return "";
    }

    private Go<Unit> program(GoRuntime runtime, SoakProgram soaked) {
        return soaked == null ? new RandomProgram(runtime, seed, 30, 0).main() : soaked.main();
    }

    private static boolean endsWithin(long millis, CompletableFuture<Unit> end)
            throws InterruptedException, ExecutionException {
        try {
            end.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private String stuck(GoRuntime runtime) {
        return "seed " + seed + " does not end: " + runtime.stats() + "\n" + runtime.dump();
    }

    private static boolean isMeant(Throwable thrown) {
        return (thrown instanceof FatalError fatal && fatal.getMessage().contains("deadlock"))
                || (thrown instanceof Panic panic && panic.getMessage().contains("the end"))
                || thrown instanceof CancellationException;
    }
}
