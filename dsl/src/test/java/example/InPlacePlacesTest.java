package example;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Loop;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A program that a loop executes in place shows the same places, when it panics, as one that the run loop executes. */
class InPlacePlacesTest {
    private static Unit fail() {
        throw new Panic("here");
    }

    private static Go<Unit> failing() {
        return run(() -> fail());
    }

    private static Go<Unit> sendOnClosed() {
        return suspend(() -> {
            Channel<Integer> closed = Channel.buffered(1);
            return closed.close().then(closed.send(1));
        });
    }

    /** Parks, so that what follows is executed from the frames. */
    private static Go<Integer> parking() {
        return suspend(() -> {
            Channel<Integer> c = Channel.unbuffered();
            return go(c.send(1)).then(c.receive());
        });
    }

    private static Map<String, Go<?>> programs() {
        Map<String, Go<?>> all = new TreeMap<>();
        all.put("then", unit().then(unit()).then(failing()).then(unit()));
        all.put("then, first", failing().then(unit()));
        all.put("then, nested", unit().then(unit().flatMap(u -> failing())).then(unit()));
        all.put("then of a function", unit().then(() -> failing()));
        all.put("then of a function that throws", unit().then(() -> pure(fail())));
        all.put("flatMap", unit().flatMap(u -> failing()));
        all.put("flatMap that throws", unit().then(unit()).flatMap(u -> pure(fail())));
        all.put("flatMap of a chain", unit().flatMap(u -> unit().then(failing()).then(unit())));
        all.put("flatMap of a panic", unit().then(unit()).flatMap(u -> panic("here")));
        all.put("map", unit().then(unit()).map(u -> fail()));
        all.put("map of what fails", unit().then(failing()).map(u -> u));
        all.put("peek", unit().then(unit()).peek(u -> fail()));
        all.put("peek of what fails", unit().then(failing()).peek(u -> {}));
        all.put("defer", failing().defer(unit()));
        all.put("defer of a chain", unit().then(failing()).defer(unit()));
        all.put("deferred", unit().defer(failing()));
        all.put("deferred after a chain", unit().then(unit()).defer(failing()));
        all.put("deferred chain", unit().then(unit()).defer(unit().then(failing())));
        all.put("zip", zip(unit(), failing(), (a, b) -> a));
        all.put("zip that throws", zip(unit(), unit(), (a, b) -> fail()));
        all.put("zip of three that throws", zip(unit(), unit(), unit(), (a, b, c) -> fail()));
        all.put("zipFlat", zipFlat(unit(), unit(), (a, b) -> failing()));
        all.put("sequence", sequence(unit(), failing(), unit()));
        all.put("sequence of functions", sequence(() -> unit(), () -> failing()));
        all.put("suspend", suspend(() -> unit().then(failing())));
        all.put("forRange", forRange(0, 3, i -> i == 1 ? failing() : unit()));
        all.put("forRange that throws", forRange(0, 3, i -> pure(fail())));
        all.put("forEach", forEach(List.of(1, 2), i -> unit().then(failing())));
        all.put("forWhile", forWhile(() -> fail() == null, unit()));
        all.put("forever with state", forever(0, i -> i == 1 ? failing().as(1) : pure(1)));
        all.put("repeat", failing().repeat(2));
        all.put("loop", loop(0, i -> i == 1 ? failing().as(Loop.done(1)) : pure(Loop.<Integer, Integer>next(1))));
        all.put("send on closed", sendOnClosed());
        all.put("send on closed in flatMap", unit().flatMap(u -> sendOnClosed()));
        all.put("send on closed in zip", zip(unit(), sendOnClosed(), (a, b) -> a));
        all.put("parked in zip", zip(parking(), parking(), (a, b) -> fail()));
        all.put("parked in a chain", unit().then(parking()).then(failing()));
        all.put("parked in defer", parking().then(unit()).defer(failing()));
        all.put("parked in flatMap", parking().then(unit()).flatMap(u -> failing()));
        all.put("parked in forEach", forEach(List.of(1, 2), i -> parking().then(failing())));
        return all;
    }

    static Stream<String> names() {
        return programs().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aPanicShowsTheSamePlaces(String name) {
        Go<?> program = programs().get(name);

        String byRunLoop = reportOf(program.defer(unit()));
        String inPlace = reportOf(program.repeat(1).defer(unit()));

        assertThat(inPlace).startsWith("panic: ").isEqualTo(byRunLoop);
    }

    private static String reportOf(Go<?> program) {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            return catchThrowableOfType(Panic.class, () -> rt.run(program)).report();
        }
    }
}
