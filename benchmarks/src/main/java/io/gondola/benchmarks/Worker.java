package io.gondola.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures one workload on one peer in a JVM of its own. {@link Compare} starts it, as it starts the Go program, which
 * speaks the same protocol: a line {@code version …}, then {@code round NANOS CHECK} for each round, then
 * {@code metric NAME VALUE} for what else was measured.
 */
final class Worker {
    private static final int MIN_WARM_UPS = 3;
    private static final int WARM_UP_PARKED = 1_000;
    private static final int SETTLE_MILLIS = 200;
    private static final int COLLECTIONS = 3;

    /** Without it, what is parked might be garbage. */
    private static final List<Object> KEPT = new ArrayList<>();

    private Worker() {}

    /** Arguments: peer, workload, size, procs, milliseconds to warm up for, rounds, {@link WarmWith}, shape. */
    public static void main(String[] args) throws Exception {
        Peer peer = Peer.labelled(args[0]).get();
        Workload workload = Workload.labelled(args[1]).get();
        int size = Integer.parseInt(args[2]);
        Programs programs = peer.programs(Integer.parseInt(args[3]));
        System.out.println("version " + programs.version());
        if (workload.isMemory()) {
            park(programs, size);
        } else {
            if (WarmWith.labelled(args[6]).get() == WarmWith.ALL) {
                runAll(peer, programs);
            }
            time(programs, workload, args[7], size, Integer.parseInt(args[4]), Integer.parseInt(args[5]));
            Environment.residentKib("VmHWM").forEach(kib -> System.out.println("metric peak-rss-kib " + kib));
        }
        System.out.flush();
        Runtime.getRuntime().halt(0); // what is parked stays so
    }

    /** Runs every workload in every shape, often enough for the compiler to have seen each as hot. */
    private static void runAll(Peer peer, Programs programs) throws Exception {
        for (Workload workload : Workload.usual()) {
            if (peer.has(workload) && !workload.isMemory() && workload != Workload.SLEEPERS) {
                for (String shape : programs.shapes(workload)) {
                    for (int i = 0; i < MIN_WARM_UPS; i++) {
                        programs.execute(workload, shape, workload.quickSize());
                    }
                }
            }
        }
    }

    private static void time(Programs programs, Workload workload, String shape, int size, int warmUpMillis, int rounds)
            throws Exception {
        long begin = System.nanoTime();
        for (int i = 0;
                i < MIN_WARM_UPS || System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(warmUpMillis);
                i++) {
            programs.execute(workload, shape, size);
        }
        long allocated = Environment.allocatedBytes();
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            long check = programs.execute(workload, shape, size);
            System.out.println("round " + (System.nanoTime() - start) + " " + check);
        }
        if (allocated >= 0) {
            long bytes = Environment.allocatedBytes() - allocated;
            System.out.println("metric allocated-bytes " + (double) bytes / rounds / size);
        }
    }

    private static void park(Programs programs, int n) throws Exception {
        parkAndWait(programs, WARM_UP_PARKED);
        long bytes = live();
        long rss = Environment.residentKib("VmRSS").getOrElse(-1L);
        parkAndWait(programs, n);
        System.out.println("metric heap-bytes " + (double) (live() - bytes) / n);
        Environment.residentKib("VmRSS")
                .forEach(kib -> System.out.println("metric rss-bytes " + (double) (kib - rss) * 1024 / n));
    }

    private static void parkAndWait(Programs programs, int n) throws Exception {
        AtomicInteger begun = new AtomicInteger();
        KEPT.add(programs.park(n, begun::incrementAndGet));
        while (begun.get() < n) {
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
