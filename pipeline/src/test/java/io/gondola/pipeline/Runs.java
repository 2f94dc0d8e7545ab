package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ListAssert;

/** Runs pipelines on several runtimes, and compares. */
final class Runs {
    private static final int SEEDS = 8;

    private Runs() {}

    static Stream<Supplier<GoRuntime>> runtimes() {
        Stream<Supplier<GoRuntime>> deterministic =
                IntStream.range(0, SEEDS).mapToObj(seed -> () -> GoRuntime.deterministic(seed));
        Stream<Supplier<GoRuntime>> real =
                Stream.of(1, 2).map(n -> () -> GoRuntime.builder().maxProcs(n).build());
        return Stream.concat(deterministic, real);
    }

    static <A> List<A> onAll(Supplier<Go<A>> program) {
        return runtimes()
                .map(maker -> {
                    try (GoRuntime rt = maker.get()) {
                        return rt.run(program.get());
                    }
                })
                .toList();
    }

    /** Asserts that all runs of {@code p} yield these elements, in this order; each pipeline runs twice. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    static <T> void yields(Pipeline<T> p, T... expected) {
        for (List<T> elements : onAll(() -> p.toList().map(xs -> xs.asJava()))) {
            assertThat(elements).containsExactly(expected);
        }
    }

    static <T> ListAssert<T> assertRun(Pipeline<T> p) {
        try (GoRuntime rt = GoRuntime.deterministic(0)) {
            return assertThat(rt.run(p.toList()).asJava());
        }
    }

    /** What all runs fail with; the last one of them. */
    static PipelineException failure(Go<?> program) {
        PipelineException last = null;
        for (Supplier<GoRuntime> maker : runtimes().toList()) {
            try (GoRuntime rt = maker.get()) {
                Throwable thrown = catchThrowable(() -> rt.run(program));
                assertThat(thrown).isInstanceOf(Panic.class);
                assertThat(((Panic) thrown).value()).isInstanceOf(PipelineException.class);
                last = (PipelineException) ((Panic) thrown).value();
            }
        }
        return Objects.requireNonNull(last);
    }
}
