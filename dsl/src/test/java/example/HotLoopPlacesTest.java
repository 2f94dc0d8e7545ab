package example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import org.junit.jupiter.api.Test;

/** A loop that has gone on with code of its own looks like any other in a report. */
class HotLoopPlacesTest {
    private static final int MANY = 20_000;

    @Test
    void aPanicInAHotLoopShowsTheSamePlaces() {
        String cold = reportOfPanicIn(1);
        String hot = reportOfPanicIn(MANY);

        assertThat(hot).contains("HotLoopPlacesTest.java").isEqualTo(cold);
    }

    /** The report of a panic in the last of {@code rounds} rounds, of the last run of several. */
    private static String reportOfPanicIn(int rounds) {
        String report = "";
        for (int run = 0; run < 10; run++) {
            try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
                report = catchThrowableOfType(Panic.class, () -> rt.run(failing(rounds)))
                        .report();
            }
        }
        return report;
    }

    private static Go<Unit> failing(int rounds) {
        Channel<Integer> c = Channel.buffered(1);
        return Go.forRange(
                0,
                rounds,
                i -> c.send(i).then(c.receive()).flatMap(v -> {
                    if (v == rounds - 1) {
                        throw new Panic("the last round");
                    }
                    return Go.unit();
                }));
    }
}
