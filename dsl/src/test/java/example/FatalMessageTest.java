package example;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gondola.dsl.Channel;
import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is seen of a fatal error by those who only see the exception, such as a test's report. */
class FatalMessageTest {
    private final Channel<Integer> ch = Channel.unbuffered();

    static Stream<GoRuntime> runtimes() {
        return Stream.of(
                GoRuntime.deterministic(1), GoRuntime.builder().maxProcs(2).build());
    }

    private static FatalError fatal(GoRuntime runtime, Go<?> program) {
        try (runtime) {
            return catchThrowableOfType(FatalError.class, () -> runtime.run(program));
        }
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void itShowsTheGoroutines(GoRuntime runtime) {
        FatalError e = fatal(runtime, go("reader", ch.receive()).then(Go.suspend(() -> ch.receive())));

        assertThat(e.getMessage())
                .startsWith("all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]: on=chan")
                .contains("\n\ngoroutine 2 [chan receive]: name=reader, on=chan\n");
        assertThat(e.report()).isEqualTo("fatal error: " + e.getMessage());
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void ofVeryManyGoroutines32AreShown(GoRuntime runtime) {
        FatalError e = fatal(runtime, go(ch.receive()).repeat(5_041).then(ch.receive()));

        assertThat(e.getMessage().lines().filter(l -> l.startsWith("goroutine ")))
                .hasSize(32);
        assertThat(e.getMessage()).endsWith("\n\n… and 5 010 more");
        assertThat(e.report().lines().filter(l -> l.startsWith("goroutine "))).hasSize(5_042);
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void anErrorOfTheUsersShowsThemToo(GoRuntime runtime) {
        FatalError e = fatal(runtime, run(() -> {
            throw new FatalError("broken\n\ngoroutine 77 [running]:");
        }));

        assertThat(e.getMessage()).startsWith("broken\n\t\n\tgoroutine 77 [running]:\n\ngoroutine 1 [running]:");
        assertThat(e.report()).isEqualTo("fatal error: " + e.getMessage());
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void theStackLeadsToTheLineThatRanTheProgram(GoRuntime runtime) {
        StringWriter trace = new StringWriter();
        fatal(runtime, ch.receive()).printStackTrace(new PrintWriter(trace, true));

        assertThat(trace.toString().lines().filter(l -> l.startsWith("\tat ")).findFirst())
                .hasValueSatisfying(l -> assertThat(l).contains("example.FatalMessageTest."));
    }

    @Test
    void itsOwnMessageIsWhatItWasMadeWith() {
        assertThat(new FatalError("broken")).hasMessage("broken");
        assertThat(new FatalError("broken").report()).isEqualTo("fatal error: broken");
    }
}
