package io.gondola.samples.language;

import static io.gondola.dsl.Go.*;
import static io.gondola.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gondola.dsl.Channel;
import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Loop;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.vavr.collection.List;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reports name the user's function in which a goroutine panicked, waits, or was made. */
class ReportedPlacesTest {
    private static final String HERE = ReportedPlacesTest.class.getName();

    /** A panic in what a user's function returned, or threw; the function is not on the Java stack. */
    enum Place {
        FLAT_MAP(pure(1).flatMap(x -> panic("boom"))),
        FLAT_MAP_AFTER_A_WAIT(sleep(Duration.ofNanos(1)).flatMap(x -> panic("boom"))),
        FLAT_MAP_THAT_SENDS(closed().flatMap(c -> c.send(1))),
        FLAT_MAP_OF_A_CALL(pure(1).flatMap(x -> call(Place::fail))),
        MAP(pure(1).map(x -> fail())),
        MAP_AFTER_A_WAIT(sleep(Duration.ofNanos(1)).map(x -> fail())),
        CALL(call(() -> fail())),
        SUSPEND(suspend(() -> panic("boom"))),
        FOR_RANGE(forRange(0, 1, i -> panic("boom"))),
        FOR_RANGE_WITH_BREAK(forRange(0, 1, (i, b) -> panic("boom"))),
        FOR_EACH_WITH_BREAK(forEach(List.of(1), (i, b) -> panic("boom"))),
        FOREVER_WITH_BREAK(forever(b -> panic("boom"))),
        RANGE_WITH_BREAK(one().flatMap(c -> c.range((v, b) -> panic("boom")))),
        LOOP(loop(0, s -> Go.<Loop<Integer, Unit>>panic("boom"))),
        BREAKABLE(breakable(b -> panic("boom"))),
        SCOPED(scoped(s -> panic("boom"))),
        ZIP(zip(pure(1), pure(2), (a, b) -> fail())),
        RECOVER(panic("first").recover(p -> panic("boom"))),
        SELECT_RECEIVE(one().flatMap(c -> select(onReceive(c, v -> panic("boom"))))),
        SELECT_TIMEOUT(select(onTimeout(Duration.ZERO, () -> panic("boom")))),
        SELECT_DEFAULT(select(onDefault(() -> panic("boom"))));

        @SuppressWarnings("Immutable") // a program is
        private final Go<?> program;

        Place(Go<?> program) {
            this.program = program;
        }

        private static Go<Channel<Integer>> one() {
            return suspend(() -> {
                Channel<Integer> c = Channel.buffered(1);
                return c.send(1).as(c);
            });
        }

        private static Go<Channel<Integer>> closed() {
            return suspend(() -> {
                Channel<Integer> c = Channel.buffered(1);
                return c.close().as(c);
            });
        }

        private static int fail() {
            throw new IllegalStateException("boom");
        }
    }

    private static Panic panicOf(Go<?> program) {
        return catchThrowableOfType(Panic.class, () -> {
            try (GoRuntime rt = GoRuntime.deterministic(1)) {
                rt.run(program);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void panicShowsTheFunctionItIsIn(Place place) {
        Panic panic = panicOf(place.program);

        assertThat(panic.report()).contains("\n" + HERE + "$Place.<clinit>(ReportedPlacesTest.java:");
        assertThat(Arrays.stream(panic.getStackTrace()).map(StackTraceElement::getMethodName))
                .contains("<clinit>");
    }

    @Test
    void panicShowsEachFunctionOnceAndNoneThatIsOver() {
        Panic panic = panicOf(forRange(
                0,
                1,
                i -> pure(1).flatMap(x -> unit())
                        .then(sleep(Duration.ofNanos(1)).then(panic("boom")))));

        assertThat(panic.report().lines().filter(l -> l.startsWith(HERE))).hasSize(1);
    }

    @Test
    void framesOfGondolaAreNotShown() {
        Panic panic = panicOf(select(onDefault(() -> call(Place::fail))));

        assertThat(panic.report())
                .contains("at " + HERE + "$Place.fail")
                .doesNotContain("at io.gondola.dsl", "at io.vavr");
    }

    @Test
    void labelIsShownInTheReportAndIsNoStackTraceElement() {
        Panic panic = panicOf(panic("boom").named("phase two"));

        assertThat(panic.report()).endsWith("\nphase two");
        assertThat(panic.getStackTrace()).isEmpty();
    }

    @Test
    void goroutineShowsWhoMadeIt() {
        Panic panic = panicOf(forRange(0, 1, i -> go("child", panic("boom"))).then(never()));

        assertThat(panic.report())
                .containsPattern("\ncreated by \\Q" + HERE + "\\E\\.goroutineShowsWhoMadeIt\\(.*\\) in goroutine 1$");
    }

    @Test
    void goroutineMadeOutsideOfAnyFunctionShowsWhatItRuns() {
        Panic panic = panicOf(go("child", pure(1).flatMap(x -> panic("boom"))).then(never()));

        assertThat(panic.report())
                .containsPattern("\ncreated in goroutine 1 to run \\Q" + HERE + "\\E\\.goroutineMadeOutside");
    }

    @Test
    void waitingSelectShowsItsPlace() {
        FatalError deadlock = catchThrowableOfType(FatalError.class, () -> {
            try (GoRuntime rt = GoRuntime.deterministic(1)) {
                rt.run(select(
                        onReceive(Channel.<Integer>unbuffered(), unit()),
                        onReceive(Channel.<Integer>unbuffered(), v -> unit())));
            }
        });

        assertThat(deadlock.report())
                .containsPattern("\\[select\\].*\n\\Q" + HERE + "\\E\\.waitingSelectShowsItsPlace");
    }
}
