package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import java.util.concurrent.SynchronousQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Two goroutines, two unbuffered channels: a round trip. The twin: two {@link SynchronousQueue}s. */
public class PingPongBenchmark extends Workload {
    private static final int ROUND_TRIPS = 100_000;

    @Benchmark
    @OperationsPerInvocation(ROUND_TRIPS)
    public long goroutines(Goroutines on) {
        return on.run(program(ROUND_TRIPS));
    }

    @Benchmark
    @OperationsPerInvocation(ROUND_TRIPS)
    @SuppressWarnings("unused") // the state sets up the carriers
    public long virtualThreads(VirtualThreads on) throws InterruptedException {
        return twin(ROUND_TRIPS);
    }

    /** Yields the sum of 0 to n - 1. */
    static Go<Long> program(int n) {
        Channel<Integer> pings = Channel.unbuffered();
        Channel<Integer> pongs = Channel.unbuffered();
        Sum sum = new Sum();
        Go<Unit> player = pings.range(v -> {
            sum.add(v);
            return pongs.send(v);
        });
        return go(player)
                .then(forRange(0, n, i -> pings.send(i).then(pongs.receive())))
                .then(pings.close())
                .then(call(sum::value));
    }

    static long twin(int n) throws InterruptedException {
        SynchronousQueue<Integer> pings = new SynchronousQueue<>();
        SynchronousQueue<Integer> pongs = new SynchronousQueue<>();
        Sum sum = new Sum();
        VirtualThreads.run(
                () -> {
                    for (int i = 0; i < n; i++) {
                        pings.put(i);
                        pongs.take();
                    }
                },
                () -> {
                    for (int i = 0; i < n; i++) {
                        Integer v = pings.take();
                        sum.add(v);
                        pongs.put(v);
                    }
                });
        return sum.value();
    }
}
