package io.gondola.testkit.goker;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.testkit.Explorer;
import io.gondola.testkit.Failure;
import io.gondola.testkit.Report;
import io.gondola.testkit.Verdict;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each known bug is found with the right oracle, whatever the seed, replays from its token, and is not found where it
 * is fixed. The full figures are run under the profile {@code stress}.
 */
class KernelTest {
    private static final int SCHEDULES = 1_000;

    static Stream<Named<Kernel>> kernels() {
        return Kernels.all().stream().map(k -> Named.of(k.id(), k));
    }

    private static Explorer buggy(Kernel kernel) {
        return Explorer.of(kernel::buggy).named(kernel.id());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void theBugIsFound(Kernel kernel) {
        findsFromSeeds(kernel, 3);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    @Tag("stress")
    void theBugIsFoundFrom20SeedsInARow(Kernel kernel) {
        findsFromSeeds(kernel, 20);
    }

    private static void findsFromSeeds(Kernel kernel, int seeds) {
        LongStream.rangeClosed(1, seeds).forEach(seed -> {
            Report report = buggy(kernel).schedules(SCHEDULES).seed(seed).explore();

            assertThat(report.failure()).as("seed %d", seed).isNotEmpty();
            Failure failure = report.failure().get();
            assertThat(kernel.expected().matches(failure))
                    .as(() -> "seed " + seed + " finds " + kernel.expected() + " and nothing else, but found "
                            + failure.kind() + " " + failure.goroutines() + " " + failure.objects() + "\n"
                            + failure.message())
                    .isTrue();
            replays(kernel, failure);
        });
    }

    private static void replays(Kernel kernel, Failure failure) {
        Report again = buggy(kernel).replay(failure.token());

        assertThat(again.divergence()).isEmpty();
        assertThat(again.failure()).isNotEmpty();
        assertThat(again.failure().get().kind()).isEqualTo(failure.kind());
        assertThat(again.failure().get().goroutines()).isEqualTo(failure.goroutines());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void theFixedProgramPasses(Kernel kernel) {
        passes(kernel, SCHEDULES);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    @Tag("stress")
    void theFixedProgramPassesUnder20000Schedules(Kernel kernel) {
        passes(kernel, 20_000);
    }

    private static void passes(Kernel kernel, int schedules) {
        Report report = Explorer.of(kernel::fixed)
                .named(kernel.id())
                .schedules(schedules)
                .explore();

        assertThat(report.failure().map(Failure::message)).isEmpty();
        assertThat(report.cutShort()).isEmpty();
        assertThat(report.verdict() == Verdict.EXHAUSTED || report.schedules() == schedules)
                .as("%s after %d schedules", report.verdict(), report.schedules())
                .isTrue();
    }
}
