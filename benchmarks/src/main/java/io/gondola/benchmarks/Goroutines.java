package io.gondola.benchmarks;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A runtime that lives as long as the trial. */
@State(Scope.Benchmark)
public class Goroutines {
    /** How many goroutines run at once; 0 for as many as there are CPUs. */
    @Param({"1", "0"})
    public int procs;

    private GoRuntime runtime;

    @Setup
    public void open() {
        GoRuntime.Builder builder = GoRuntime.builder();
        runtime = (procs == 0 ? builder : builder.maxProcs(procs)).build();
    }

    @TearDown
    public void close() {
        runtime.close();
    }

    <A> A run(Go<A> program) {
        return runtime.run(program);
    }
}
