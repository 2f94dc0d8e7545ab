package io.gondola.samples;

import io.gondola.dsl.GoRuntime;
import io.vavr.control.Option;
import java.io.PrintStream;

/**
 * Which runtime a sample runs on.
 *
 * @param procs the number of processors, if it was given
 * @param seed the schedule of the deterministic runtime, if that is the one
 */
record Setup(Option<Integer> procs, Option<Long> seed) {
    static Setup procs(int n) {
        return new Setup(Option.of(n), Option.none());
    }

    static Setup seed(long seed) {
        return new Setup(Option.none(), Option.of(seed));
    }

    boolean deterministic() {
        return seed.isDefined();
    }

    GoRuntime open(Sample sample, PrintStream out) {
        return deterministic()
                ? GoRuntime.deterministic(seed.get(), out)
                : real(sample, out).build();
    }

    /** With real threads, and where others can look at it. */
    GoRuntime openToView(Sample sample, PrintStream out) {
        return real(sample, out).jmx(true).build();
    }

    private GoRuntime.Builder real(Sample sample, PrintStream out) {
        GoRuntime.Builder builder = GoRuntime.builder().output(out);
        return sample.maxProcs().orElse(procs).map(builder::maxProcs).getOrElse(builder);
    }
}
