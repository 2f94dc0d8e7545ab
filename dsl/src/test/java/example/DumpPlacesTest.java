package example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gondola.dsl.Channel;
import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many places of the user's code a dump shows. It is outside the packages whose code dumps leave out. */
class DumpPlacesTest {
    private static Go<Integer> nested(int depth) {
        return depth == 0
                ? Channel.<Integer>unbuffered().receive()
                : Go.suspend(() -> nested(depth - 1)).map(v -> v + depth);
    }

    private static FatalError deadlock(GoRuntime runtime, Go<?> program) {
        return catchThrowableOfType(FatalError.class, () -> runtime.run(program));
    }

    private static long places(String report) {
        return report.lines()
                .filter(line -> line.contains("DumpPlacesTest.nested"))
                .count();
    }

    /**
     * Of functions that wait for each other's values, one inside the other, two of each call: those of suspend and of
     * map.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void theInnermost32AreShown(int processors) {
        try (GoRuntime real = GoRuntime.builder().maxProcs(processors).build();
                GoRuntime deterministic = GoRuntime.deterministic(processors)) {
            for (GoRuntime runtime : new GoRuntime[] {real, deterministic}) {
                assertThat(places(deadlock(runtime, nested(10)).report())).isEqualTo(20);
                assertThat(places(deadlock(runtime, nested(100)).report())).isEqualTo(32);
            }
        }
    }
}
