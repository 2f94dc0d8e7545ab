package io.gondola.benchmarks;

import io.gondola.dsl.GoRuntime;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Parks once, in a JVM of its own, and prints the live heap in bytes for each one parked, and the peak resident memory in
 * KiB or -1.
 */
final class ParkedProbe {
    private static final int COLLECTIONS = 3;
    private static final int WARM_UP = 1_000;
    private static final int SETTLE_MILLIS = 200;

    private ParkedProbe() {}

    /** Arguments: the name of a {@link Parked}, and how many. */
    public static void main(String[] args) throws InterruptedException {
        System.out.println(probe(Parked.valueOf(args[0]), Integer.parseInt(args[1])));
        System.out.flush();
        Runtime.getRuntime().halt(0); // or closing would wake them all
    }

    /** The live heap before and after differs by what is parked in between: others are parked already by then. */
    private static String probe(Parked parked, int n) throws InterruptedException {
        GoRuntime runtime = GoRuntime.builder().build();
        AutoCloseable outside = runtime.attach();
        Object[] warmUp = park(parked, runtime, WARM_UP);
        Object[] gates = new Object[n];
        long before = live();
        park(parked, runtime, n, gates);
        long after = live();
        String line = (double) (after - before) / n + " "
                + Environment.peakResidentKib().getOrElse(-1L);
        keep(outside, warmUp, gates);
        return line;
    }

    private static Object[] park(Parked parked, GoRuntime runtime, int n) throws InterruptedException {
        Object[] gates = new Object[n];
        park(parked, runtime, n, gates);
        return gates;
    }

    private static void park(Parked parked, GoRuntime runtime, int n, Object[] gates) throws InterruptedException {
        AtomicInteger begun = new AtomicInteger();
        CompletableFuture<?> program = parked.park(runtime, n, begun, gates);
        while (begun.get() < n) {
            if (program.isDone()) {
                program.join(); // throws what went wrong
            }
            Thread.sleep(1);
        }
        Thread.sleep(SETTLE_MILLIS); // the last ones are about to park
    }

    private static long live() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            least = Math.min(least, used);
        }
        return least;
    }

    /** Keeps {@code objects} alive up to here. */
    private static void keep(Object... objects) {
        for (Object o : objects) {
            Reference.reachabilityFence(o);
        }
    }
}
