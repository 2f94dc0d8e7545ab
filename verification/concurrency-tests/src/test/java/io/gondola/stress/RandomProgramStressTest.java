package io.gondola.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs one {@link RandomProgram} after another on 1, 2, 3, 8 and 64 processors. Every element that was sent is received
 * exactly once, nothing else is received, every goroutine ends, the mutex lets one in at a time.
 *
 * <p>{@code -Dgondola.stress.minutes=60} sets how long all of the long tests take together (5 by default);
 * {@code -Dgondola.stress.seed=N} repeats the seed that a failure printed, for a tenth of that time: on real threads
 * the seed decides what the goroutines do, but not when.
 */
class RandomProgramStressTest {
    private static final String SEED = "gondola.stress.seed";
    private static final double MINUTES = Double.parseDouble(System.getProperty("gondola.stress.minutes", "5"));
    private static final int LONG_TESTS = 10;
    private static final long LIMIT_SECONDS = 30;
    private static final int[] GOROUTINES = {5, 30, 300};
    private static final int PROGRAMS_PER_RUNTIME = 20;

    @ParameterizedTest
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    @ValueSource(ints = {1, 2, 3, 8, 64})
    void nothingIsLostAndNothingDoubled(int procs) {
        runFor(400_000_000L, procs, false);
    }

    @ParameterizedTest
    @Tag("stress")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    @ValueSource(ints = {1, 2, 3, 8, 64})
    void nothingIsLostAndNothingDoubledForLong(int procs) {
        runFor(share(), procs, false);
    }

    @ParameterizedTest
    @Tag("stress")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    @ValueSource(ints = {1, 2, 3, 8, 64})
    void nothingIsLostAndNothingDoubledWhileTheNumberOfProcessorsChanges(int procs) {
        runFor(share(), procs, true);
    }

    @ParameterizedTest
    @ValueSource(ints = {200})
    void nothingIsLostAndNothingDoubledInDeterministicRuns(int programs) {
        long first = firstSeed();
        for (long seed = first; seed < first + programs; seed++) {
            try (GoRuntime runtime = GoRuntime.deterministic(seed)) {
                runOnce(runtime, seed, "deterministic", 0);
            }
        }
    }

    private static long share() {
        return (long) (MINUTES * 60e9 / LONG_TESTS);
    }

    private static long firstSeed() {
        Long given = Long.getLong(SEED);
        return given != null ? given : ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
    }

    private static void runFor(long nanos, int procs, boolean changing) {
        boolean repeats = System.getProperty(SEED) != null;
        long start = System.nanoTime();
        String where = procs + " processors" + (changing ? ", changing" : "");
        long first = firstSeed();
        long seed = first;
        long programs = 0;
        while (System.nanoTime() - start < nanos) {
            try (GoRuntime runtime = GoRuntime.builder().maxProcs(procs).build()) {
                for (int i = 0; i < PROGRAMS_PER_RUNTIME && System.nanoTime() - start < nanos; i++) {
                    runOnce(runtime, seed, where, changing ? procs : 0);
                    seed += repeats ? 0 : 1;
                    programs++;
                }
            }
        }
        System.out.printf("%s: %,d programs from seed %d%n", where, programs, first);
    }

    private static void runOnce(GoRuntime runtime, long seed, String where, int maxProcs) {
        String what = "seed " + seed + ", " + where;
        int goroutines = GOROUTINES[Math.floorMod(seed, GOROUTINES.length)];
        RandomProgram program = new RandomProgram(runtime, seed, goroutines, maxProcs);
        CompletableFuture<Unit> end = runtime.start(program.main());
        try {
            if (!endsWhileItGetsOn(runtime, end)) {
                fail("%s: does not end%n%s%n%s", what, runtime.stats(), runtime.dump());
            }
        } catch (ExecutionException e) {
            throw new AssertionError(what + ": fails", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(what + ": interrupted", e);
        }
        assertThat(program.violations()).as(what).isEmpty();
    }

    /** On a busy machine a program may take long; one that has lost a goroutine stands still. */
    private static boolean endsWhileItGetsOn(GoRuntime runtime, CompletableFuture<Unit> end)
            throws InterruptedException, ExecutionException {
        long before = -1;
        for (long parked = 0; parked != before; parked = runtime.stats().parked()) {
            before = parked;
            try {
                end.get(LIMIT_SECONDS, TimeUnit.SECONDS);
                return true;
            } catch (TimeoutException e) {
                // looks once more whether anybody has parked meanwhile
            }
        }
        return false;
    }
}
