package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import java.util.concurrent.ArrayBlockingQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** One producer, one consumer, a channel of capacity 128: an element. The twin: an {@link ArrayBlockingQueue}. */
public class BufferedBenchmark extends Workload {
    private static final int ELEMENTS = 500_000;
    private static final int CAPACITY = 128;

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long goroutines(Goroutines on) {
        return on.run(program(ELEMENTS));
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @SuppressWarnings("unused") // the state sets up the carriers
    public long virtualThreads(VirtualThreads on) throws InterruptedException {
        return twin(ELEMENTS);
    }

    /** Yields the sum of 0 to n - 1. */
    static Go<Long> program(int n) {
        Channel<Integer> channel = Channel.buffered(CAPACITY);
        Sum sum = new Sum();
        return go(forRange(0, n, i -> channel.send(i)).then(channel.close()))
                .then(channel.range(v -> {
                    sum.add(v);
                    return unit();
                }))
                .then(call(sum::value));
    }

    static long twin(int n) throws InterruptedException {
        ArrayBlockingQueue<Integer> queue = new ArrayBlockingQueue<>(CAPACITY);
        Sum sum = new Sum();
        VirtualThreads.run(
                () -> {
                    for (int i = 0; i < n; i++) {
                        queue.put(i);
                    }
                },
                () -> {
                    for (int i = 0; i < n; i++) {
                        sum.add(queue.take());
                    }
                });
        return sum.value();
    }
}
