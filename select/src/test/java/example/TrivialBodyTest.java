package example;

import static io.gondola.dsl.Go.*;
import static io.gondola.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a select executes in place, Java code as the body of a case, panics as what the run loop executes. */
class TrivialBodyTest {
    private static Go<Unit> failing() {
        return run(() -> {
            throw new Panic("here");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void codeThatThrowsShowsTheSamePlaces(boolean waits) {
        String inPlace = reportOf(failing(), waits);
        String byRunLoop = reportOf(failing().then(unit()), waits);

        assertThat(inPlace).contains("TrivialBodyTest.reportOf(").isEqualTo(byRunLoop);
    }

    private static String reportOf(Go<Unit> body, boolean waits) {
        Channel<Integer> c = Channel.buffered(waits ? 0 : 1);
        Go<Unit> program = (waits ? go(c.send(1)) : c.send(1))
                .then(select(onReceive(c, v -> body)))
                .flatMap(u -> unit())
                .repeat(1);
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            return catchThrowableOfType(Panic.class, () -> rt.run(program)).report();
        }
    }
}
