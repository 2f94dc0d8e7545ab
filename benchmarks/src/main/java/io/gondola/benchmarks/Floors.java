package io.gondola.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * What this machine takes for what no implementation of a mutex can do without: a compare-and-set on the way in and one
 * on the way out, with an increment between. The rows of {@code mutex} are to be seen beside it.
 */
public final class Floors {
    private static final int SECTIONS = 5_000_000;
    private static final int ROUNDS = 7;

    /** Keeps others out of the cache line of the word. */
    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7;

    @SuppressWarnings("unused") // through WORD
    private long word;

    private long count;

    @SuppressWarnings("unused")
    private long q0, q1, q2, q3, q4, q5, q6, q7;

    private Floors() {}

    public static void main(String[] args) throws InterruptedException {
        System.out.println("| two compare-and-sets and an increment, ns | median (minimum–maximum) |");
        System.out.println("|---|--:|");
        System.out.println("| one thread | " + text(oneThread()) + " |");
        System.out.println("| two threads, each with a word of its own | " + text(twoThreads(false)) + " |");
        System.out.println("| two threads, one word, spinning | " + text(twoThreads(true)) + " |");
    }

    private static String text(Figures f) {
        return String.format(
                Locale.ROOT,
                "%s (%s–%s)",
                ComparisonTable.figure(f.median()),
                ComparisonTable.figure(f.min()),
                ComparisonTable.figure(f.max()));
    }

    private static Figures oneThread() {
        double[] nanos = new double[ROUNDS];
        Floors floor = new Floors();
        floor.sections();
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            floor.sections();
            nanos[i] = (double) (System.nanoTime() - start) / SECTIONS;
        }
        return Figures.of(nanos);
    }

    /** The time is that of one section, of the two threads' together. */
    private static Figures twoThreads(boolean shared) throws InterruptedException {
        double[] nanos = new double[ROUNDS];
        Floors one = new Floors();
        Floors other = shared ? one : new Floors();
        for (int i = 0; i < ROUNDS; i++) {
            CountDownLatch begin = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (Floors each : List.of(one, other)) {
                Thread t = new Thread(() -> {
                    await(begin);
                    each.sections();
                });
                t.start();
                threads.add(t);
            }
            long start = System.nanoTime();
            begin.countDown();
            for (Thread t : threads) {
                t.join();
            }
            nanos[i] = (double) (System.nanoTime() - start) / (2 * SECTIONS);
        }
        return Figures.of(nanos);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sections() {
        for (int i = 0; i < SECTIONS; i++) {
            while (!WORD.compareAndSet(this, 0L, 1L)) {
                Thread.onSpinWait();
            }
            count++;
            if (!WORD.compareAndSet(this, 1L, 0L)) {
                throw new AssertionError("somebody else has unlocked after " + count);
            }
        }
    }

    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(Floors.class, "word", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
