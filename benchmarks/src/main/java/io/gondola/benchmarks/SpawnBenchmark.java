package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.sync.WaitGroup;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * Starts goroutines that add one to a {@link LongAdder}, and waits for all with a {@link WaitGroup}: one start and end. The
 * twin: virtual threads, started by one of them, and a {@link CountDownLatch}.
 */
public class SpawnBenchmark extends Workload {
    private static final int GOROUTINES = 100_000;

    @Benchmark
    @OperationsPerInvocation(GOROUTINES)
    public long goroutines(Goroutines on) {
        return on.run(program(GOROUTINES));
    }

    @Benchmark
    @OperationsPerInvocation(GOROUTINES)
    @SuppressWarnings("unused") // the state sets up the carriers
    public long virtualThreads(VirtualThreads on) throws InterruptedException {
        return twin(GOROUTINES);
    }

    /** Yields n. */
    static Go<Long> program(int n) {
        WaitGroup ended = new WaitGroup();
        LongAdder count = new LongAdder();
        return ended.go(run(count::increment)).repeat(n).then(ended.await()).then(call(count::sum));
    }

    static long twin(int n) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(n);
        LongAdder count = new LongAdder();
        VirtualThreads.run(() -> {
            for (int i = 0; i < n; i++) {
                VirtualThreads.start(() -> {
                    count.increment();
                    ended.countDown();
                });
            }
            ended.await();
        });
        return count.sum();
    }
}
