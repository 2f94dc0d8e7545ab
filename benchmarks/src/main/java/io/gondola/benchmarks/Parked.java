package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What waits for what, a great many times. */
enum Parked {
    ONE_CHANNEL("goroutines, one channel", false, 150),
    OWN_CHANNELS("goroutines, a channel each", false, 300),
    ONE_QUEUE("virtual threads, one SynchronousQueue", true, 1100),
    OWN_QUEUES("virtual threads, a SynchronousQueue each", true, 1300);

    private final String description;
    private final boolean virtual;
    private final int roughBytes;

    Parked(String description, boolean virtual, int roughBytes) {
        this.description = description;
        this.virtual = virtual;
        this.roughBytes = roughBytes;
    }

    String description() {
        return description;
    }

    boolean available() {
        return !virtual || VirtualThreads.available();
    }

    /** About how much heap it takes to park {@code n}, with room for the collector. */
    long heapFor(int n) {
        return (long) n * roughBytes * 5 / 4 + (32L << 20);
    }

    /**
     * Starts to park {@code n}. Each counts itself in {@code begun} just before; what they wait for is kept in
     * {@code gates}.
     *
     * @return completes only if it fails
     */
    CompletableFuture<?> park(GoRuntime runtime, int n, AtomicInteger begun, Object[] gates) {
        return switch (this) {
            case ONE_CHANNEL -> {
                Channel<Integer> gate = Channel.unbuffered();
                yield spawn(runtime, n, run(begun::incrementAndGet).then(gate.receive()));
            }
            case OWN_CHANNELS ->
                spawn(runtime, n, suspend(() -> {
                    Channel<Integer> gate = Channel.unbuffered();
                    gates[begun.getAndIncrement()] = gate;
                    return gate.receive();
                }));
            case ONE_QUEUE -> {
                SynchronousQueue<Integer> gate = new SynchronousQueue<>();
                gates[0] = gate;
                yield start(n, () -> {
                    begun.incrementAndGet();
                    take(gate);
                });
            }
            case OWN_QUEUES ->
                start(n, () -> {
                    SynchronousQueue<Integer> gate = new SynchronousQueue<>();
                    gates[begun.getAndIncrement()] = gate;
                    take(gate);
                });
        };
    }

    private static CompletableFuture<?> spawn(GoRuntime runtime, int n, Go<?> body) {
        return runtime.start(go(body).repeat(n).then(never()));
    }

    private static CompletableFuture<?> start(int n, Runnable body) {
        for (int i = 0; i < n; i++) {
            VirtualThreads.start(body);
        }
        return new CompletableFuture<>();
    }

    private static void take(SynchronousQueue<Integer> gate) {
        try {
            gate.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
