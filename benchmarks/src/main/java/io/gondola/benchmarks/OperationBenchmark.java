package io.gondola.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Those workloads of {@link Workload} that have a cost per operation, under JMH: for its profilers ({@code -prof gc},
 * {@code -prof jfr}), and to look into one of them. {@link Compare} compares.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
public class OperationBenchmark {
    private static final int FEW = 100_000;
    private static final int MANY = 500_000;

    @Benchmark
    @OperationsPerInvocation(FEW)
    public long pingpong(OnPeer on) throws Exception {
        return on.execute(Workload.PINGPONG, FEW);
    }

    @Benchmark
    @OperationsPerInvocation(FEW)
    public long unbuffered(OnPeer on) throws Exception {
        return on.execute(Workload.UNBUFFERED, FEW);
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public long buffered(OnPeer on) throws Exception {
        return on.execute(Workload.BUFFERED, MANY);
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public long bufferedMpmc(OnPeer on) throws Exception {
        return on.execute(Workload.BUFFERED_MPMC, MANY);
    }

    @Benchmark
    @OperationsPerInvocation(FEW)
    public long spawn(OnPeer on) throws Exception {
        return on.execute(Workload.SPAWN, FEW);
    }

    @Benchmark
    @OperationsPerInvocation(FEW)
    public long threadring(OnPeer on) throws Exception {
        return on.execute(Workload.THREADRING, FEW);
    }

    @Benchmark
    @OperationsPerInvocation(FEW)
    public long selectFanIn(OnPeer on) throws Exception {
        return on.execute(Workload.SELECT_FANIN, FEW);
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public long mutex(OnPeer on) throws Exception {
        return on.execute(Workload.MUTEX, MANY);
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public long yields(OnPeer on) throws Exception {
        return on.execute(Workload.YIELD, MANY);
    }
}
