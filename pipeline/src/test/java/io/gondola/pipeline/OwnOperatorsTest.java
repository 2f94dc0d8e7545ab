package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What operators of one's own are built with: names, lines, and releases that know how it ended. */
@SuppressWarnings("NullAway") // what is looked for is there
class OwnOperatorsTest {
    private final List<Ending> endings = new ArrayList<>();

    /** Somebody's library. */
    @Operators
    private static final class Library {
        static Pipeline<Integer> divided(Pipeline<Integer> above, int by) {
            return Pipeline.operator("divided", "(" + by + ")", above, above.map(x -> x / by));
        }
    }

    private static int zero() {
        return 0;
    }

    private static Throwable failure(Go<?> program) {
        try (GoRuntime rt = GoRuntime.deterministic(1)) {
            Throwable t = catchThrowable(() -> rt.run(program));
            return t instanceof Panic p ? (Throwable) p.value() : t;
        }
    }

    @Test
    void anOperatorIsDrawnByItsNameAboveWhatItTakes() {
        assertThat(Library.divided(Pipeline.range(0, 9).filter(x -> x > 1), 2)
                        .map(x -> x)
                        .explain())
                .isEqualTo("divided(2) → map\n└─ range(0, 9) → filter\n");
    }

    @Test
    void aFailureNamesTheLineThatCalledTheLibrary() {
        assertThat(failure(Library.divided(Pipeline.of(1), 0).drain()))
                .hasMessageMatching("stage \"map\" \\(map at OwnOperatorsTest.java:\\d+\\): .*/ by zero; element=1")
                .extracting(t -> ((PipelineException) t).stage())
                .isEqualTo("map at OwnOperatorsTest.java:" + lineOf("divided(Pipeline.of(1)"));
    }

    private static int lineOf(String code) {
        try {
            List<String> lines = java.nio.file.Files.readAllLines(
                    java.nio.file.Path.of("src/test/java/io/gondola/pipeline/OwnOperatorsTest.java"));
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains("Library." + code)) {
                    return i + 1;
                }
            }
            throw new AssertionError(code);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Pipeline<Integer> resource() {
        return Pipeline.usingCase(
                Go.unit(), u -> Pipeline.of(1, 2, 3), (u, ending) -> Go.run(() -> endings.add(ending)));
    }

    @Test
    void aReleaseKnowsHowItEnded() {
        assertThat(failure(resource().drain())).isNull();
        assertThat(failure(resource().take(1).drain())).isNull();
        assertThat(failure(Pipeline.concat(resource(), Pipeline.of(4)).drain())).isNull();
        assertThat(failure(resource().parallel(2, Go::pure).drain())).isNull();
        assertThat(endings).hasSize(4).containsOnly(Ending.COMPLETED);
    }

    @Test
    void aReleaseKnowsThatItWasGivenUp() {
        assertThat(failure(resource().map(x -> x / zero()).drain())).isNotNull();
        assertThat(failure(resource().mapGo(x -> Go.panic("no")).drain())).isNotNull();
        assertThat(failure(resource().parallel(2, x -> Go.panic("no")).drain())).isNotNull();
        assertThat(failure(resource().buffer(0).take(1).drain())).isNull();
        assertThat(failure(resource()
                        .map(x -> x / zero())
                        .recover(e -> Pipeline.of(7))
                        .drain()))
                .isNull();
        assertThat(endings).hasSize(5).containsOnly(Ending.ABANDONED);
    }
}
