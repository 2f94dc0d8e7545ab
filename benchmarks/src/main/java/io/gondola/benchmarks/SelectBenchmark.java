package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;
import static io.gondola.select.Select.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedRunnable;
import io.vavr.collection.List;
import java.util.concurrent.SynchronousQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * Fan-in: one goroutine selects over four unbuffered channels, each with a producer: an element.
 *
 * <p>{@code java.util.concurrent} has no select. What one writes there is a queue that all four share, a {@link
 * SynchronousQueue}: that is the twin. It does less, since it looks at one place only.
 */
public class SelectBenchmark extends Workload {
    private static final int ELEMENTS = 100_000;
    private static final int PRODUCERS = 4;

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

    /** Yields the sum of 0 to n - 1; n is a multiple of 4. */
    static Go<Long> program(int n) {
        List<Channel<Integer>> channels = List.fill(PRODUCERS, () -> Channel.unbuffered());
        int each = n / PRODUCERS;
        Sum sum = new Sum();
        CheckedFunction1<Integer, Go<Unit>> add = v -> {
            sum.add(v);
            return unit();
        };
        return forEach(channels.zipWithIndex(), c -> go(forRange(c._2 * each, (c._2 + 1) * each, i -> c._1.send(i))))
                .then(select(channels.map(c -> onReceive(c, add))).repeat(n))
                .then(call(sum::value));
    }

    static long twin(int n) throws InterruptedException {
        SynchronousQueue<Integer> queue = new SynchronousQueue<>();
        Sum sum = new Sum();
        CheckedRunnable[] bodies = new CheckedRunnable[PRODUCERS + 1];
        for (int p = 0; p < PRODUCERS; p++) {
            int lo = p * (n / PRODUCERS);
            bodies[p] = () -> {
                for (int i = lo; i < lo + n / PRODUCERS; i++) {
                    queue.put(i);
                }
            };
        }
        bodies[PRODUCERS] = () -> {
            for (int i = 0; i < n; i++) {
                sum.add(queue.take());
            }
        };
        VirtualThreads.run(bodies);
        return sum.value();
    }
}
