package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.vavr.CheckedRunnable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Two goroutines call gosched, in turn if there is one processor: a yield. The twin: {@link Thread#yield}. */
public class YieldBenchmark extends Workload {
    private static final int YIELDS = 500_000;

    @Benchmark
    @OperationsPerInvocation(YIELDS)
    public long goroutines(Goroutines on) {
        return on.run(program(YIELDS));
    }

    @Benchmark
    @OperationsPerInvocation(YIELDS)
    @SuppressWarnings("unused") // the state sets up the carriers
    public long virtualThreads(VirtualThreads on) throws InterruptedException {
        return twin(YIELDS);
    }

    /** Yields n, which is even. */
    static Go<Long> program(int n) {
        Channel<Long> counts = Channel.unbuffered();
        return go(yielding(n / 2, counts))
                .then(go(yielding(n / 2, counts)))
                .then(zip(counts.receive(), counts.receive(), Long::sum));
    }

    private static Go<Unit> yielding(int n, Channel<Long> counts) {
        Sum yields = new Sum();
        return forRange(0, n, i -> {
                    yields.add(1);
                    return gosched();
                })
                .then(suspend(() -> counts.send(yields.value())));
    }

    static long twin(int n) throws InterruptedException {
        Sum first = new Sum();
        Sum second = new Sum();
        VirtualThreads.run(yielding(n / 2, first), yielding(n / 2, second));
        return first.value() + second.value();
    }

    @SuppressWarnings("ThreadPriorityCheck") // it is what is measured
    private static CheckedRunnable yielding(int n, Sum yields) {
        return () -> {
            for (int i = 0; i < n; i++) {
                yields.add(1);
                Thread.yield();
            }
        };
    }
}
