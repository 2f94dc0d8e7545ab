package io.gondola.benchmarks;

import io.gondola.dsl.GoRuntime;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Parks once, in a JVM of its own, and prints the live heap in bytes for each one parked, and the peak resident memory
 * in KiB or -1.
 */
final class ParkedProbe {
    private static final int COLLECTIONS = 3;
    private static final int WARM_UP = 1_000;
    private static final int SETTLE_MILLIS = 200;

    /** Objects that must stay alive until the end. */
    private static final List<Object> KEPT = new ArrayList<>();

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
        KEPT.add(runtime.attach());
        park(parked, runtime, WARM_UP, gates(WARM_UP));
        Object[] gates = gates(n);
        long before = live();
        park(parked, runtime, n, gates);
        long after = live();
        return (double) (after - before) / n + " "
                + Environment.residentKib("VmHWM").getOrElse(-1L);
    }

    private static Object[] gates(int n) {
        Object[] gates = new Object[n];
        KEPT.add(gates);
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
}
