package io.gondola.dsl.engine;

/**
 * How much of its time a thread may look at its stack in {@link Debug} mode, if that was not asked for by name.
 *
 * <p>The first programs that a thread builds are all noted, and some after each program that begins to run: so a small
 * program has all of its lines. Then a thread spends a quarter of its time on it, and what it builds meanwhile is not
 * noted.
 */
final class Allowance {
    private static final int AT_FIRST = 10_000;
    private static final int EACH_RUN = 1_000;
    private static final int SHARE = 4;
    private static final long MOST_NANOS = 100_000_000;

    /** Of one look; the thread may have lost its processor meanwhile. */
    private static final long MOST_FOR_ONE = 50_000;

    /** Between two looks at the clock, which takes longer than building a program. */
    private static final int SKIPPED_AT_ONCE = 64;

    private static final ThreadLocal<Allowance> OF_THREAD = ThreadLocal.withInitial(Allowance::new);

    /** Written and read without any order; the threads that are to see it are started, or handed a program, later. */
    private static int runs;

    private static boolean incomplete;

    private final boolean unlimited = Debug.UNLIMITED;
    private int free = AT_FIRST;
    private int seenRuns = runs;
    private long nanos;
    private long refilled = System.nanoTime();
    private long began;
    private boolean timed;
    private int skips;
    private boolean paused;

    private Allowance() {}

    static Allowance current() {
        return OF_THREAD.get();
    }

    /** A program begins to run: its threads are to note what they build first. */
    static void programBegins() {
        runs++;
    }

    /** Whether anything was not noted. */
    static boolean isIncomplete() {
        return incomplete;
    }

    /** Whether the thread notes nothing at all for now. */
    void pause(boolean newPaused) {
        paused = newPaused;
    }

    boolean isPaused() {
        return paused;
    }

    /** Whether the thread may look at its stack; it then says when it is {@linkplain #done}. */
    boolean begin() {
        timed = false;
        if (unlimited || paused) {
            return !paused;
        }
        if (seenRuns != runs) {
            seenRuns = runs;
            free = Math.max(free, EACH_RUN);
        }
        if (free > 0) {
            free--;
            return true;
        }
        timed = hasTime();
        if (!timed && !incomplete) {
            incomplete = true;
        }
        return timed;
    }

    private boolean hasTime() {
        if (nanos <= 0 && --skips > 0) {
            return false;
        }
        skips = SKIPPED_AT_ONCE;
        began = System.nanoTime();
        nanos = Math.min(MOST_NANOS, nanos + (began - refilled) / SHARE);
        refilled = began;
        return nanos > 0;
    }

    void done() {
        if (timed) {
            nanos -= Math.min(MOST_FOR_ONE, System.nanoTime() - began);
        }
    }

    /** Whether something that is built now is likely to be noted. */
    boolean isLeft() {
        return !paused && (unlimited || free > 0 || seenRuns != runs || hasTime());
    }
}
