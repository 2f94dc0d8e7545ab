package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.GoRuntime;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;

/** A runtime whose goroutines are all parked: prints the processor time that the process takes then. */
final class IdleProbe {
    private static final int PARKED = 1_000;
    private static final int SETTLE_MILLIS = 2_000;

    private IdleProbe() {}

    /** Argument: for how many seconds. */
    public static void main(String[] args) throws Exception {
        GoRuntime runtime = GoRuntime.builder().build();
        AutoCloseable attached = runtime.attach(); // parked goroutines are no deadlock
        Channel<Integer> gate = Channel.unbuffered();
        CompletableFuture<?> program =
                runtime.start(go(gate.receive()).repeat(PARKED).then(never()));
        printCpuTime(Integer.parseInt(args[0]));
        if (program.isDone()) {
            program.join(); // throws what went wrong
        }
        attached.close();
        Runtime.getRuntime().halt(0);
    }

    static void printCpuTime(int seconds) throws InterruptedException {
        Thread.sleep(SETTLE_MILLIS);
        long before = cpuNanos();
        Thread.sleep(seconds * 1_000L);
        System.out.println((cpuNanos() - before) / 1e6);
        System.out.flush();
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
