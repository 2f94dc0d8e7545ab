package example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.vavr.collection.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * An exception that a library throws on the user's behalf is shown with the user's line, and nothing of the run loop.
 */
class LibraryFramesTest {
    private static java.util.List<String> frames(Go<?> program) {
        try (GoRuntime real = GoRuntime.builder().maxProcs(1).build();
                GoRuntime deterministic = GoRuntime.deterministic(1)) {
            java.util.List<String> frames = frames(real, program);
            assertThat(frames(deterministic, program)).isEqualTo(frames);
            return frames;
        }
    }

    private static java.util.List<String> frames(GoRuntime rt, Go<?> program) {
        return catchThrowableOfType(Panic.class, () -> rt.run(program))
                .report()
                .lines()
                .filter(l -> l.startsWith("\tat "))
                .map(l -> l.replaceAll("\\tat (.*/)?|:\\d+\\)", ""))
                .toList();
    }

    private static int checked(Integer n) {
        return Objects.requireNonNull(n, "n");
    }

    @Test
    void ofOneThrownByTheJdkTheUsersLinesAreShown() {
        assertThat(frames(Go.call(() -> checked(null))))
                .hasSize(2)
                .first()
                .isEqualTo("example.LibraryFramesTest.checked(LibraryFramesTest.java");
    }

    @Test
    void ofOneThrownByAnOperationWhenItIsBuilt() {
        Channel<Integer> ch = Channel.unbuffered();

        assertThat(frames(Go.unit().flatMap(u -> ch.send(null))))
                .singleElement()
                .asString()
                .startsWith("example.LibraryFramesTest.lambda$ofOneThrownByAnOperationWhenItIsBuilt$");
    }

    @Test
    void callsByALibraryStandBetweenTheUsersLines() {
        java.util.List<String> frames = frames(Go.call(
                () -> List.of(1, 2).map(n -> checked(n == 2 ? null : n)).sum()));

        assertThat(frames.get(0)).isEqualTo("example.LibraryFramesTest.checked(LibraryFramesTest.java");
        assertThat(frames).anyMatch(f -> f.startsWith("io.vavr.collection.List"));
        assertThat(frames.get(frames.size() - 1)).startsWith("example.LibraryFramesTest.lambda$callsByALibrary");
        assertThat(frames).noneMatch(f -> f.startsWith("io.gondola."));
    }

    @Test
    void ofAMethodOfTheJdkThatIsTheFunctionItsOwnFramesAreShown() {
        assertThat(frames(Go.pure("x").map(Integer::parseInt)))
                .last()
                .asString()
                .startsWith("java.lang.Integer.parseInt");
    }
}
