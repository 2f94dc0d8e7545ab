package io.gondola.benchmarks;

import io.gondola.testkit.Report;
import io.gondola.testkit.Strategy;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one schedule of a 50-step program costs under the explorer, by strategy: for JMH's profilers. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(2)
@State(Scope.Thread)
public class ExplorerBenchmark {
    private static final int SCHEDULES = 1_000;

    @Param({"PORTFOLIO", "DPOR", "POS", "PCT", "SURW", "RANDOM"})
    public Strategy strategy;

    private long seed;

    @Benchmark
    @OperationsPerInvocation(SCHEDULES)
    public Report schedule() {
        return ExploredProgram.explore(strategy, SCHEDULES, seed++);
    }
}
