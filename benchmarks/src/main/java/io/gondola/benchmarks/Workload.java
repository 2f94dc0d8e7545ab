package io.gondola.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How all workloads are measured: nanoseconds for one operation of a program that does many.
 *
 * <p>Each has two benchmarks, {@code goroutines} and its twin {@code virtualThreads}, which does the same with the means of
 * {@code java.util.concurrent}. The programs are methods of their own, so that a test can run them. An element is a boxed
 * {@code Integer} on both sides, made anew by the sender.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
abstract class Workload {}
