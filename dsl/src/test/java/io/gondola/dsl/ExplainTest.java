package io.gondola.dsl;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.List;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What explain() prints of programs; places in the user's code are looked at in the samples' tests. */
@SuppressWarnings("NullAway") // nulls are what is refused
class ExplainTest {
    private final Channel<Object> ch = Channel.buffered(1).named("ch");

    private static void assertExplained(Go<?> program, String... lines) {
        assertThat(program.explain()).isEqualTo(String.join("\n", lines));
    }

    @Test
    void operationsAreShownWithTheirObjectsAndValues() {
        assertExplained(ch.send(1), "send ch <- 1");
        assertExplained(ch.receive(), "recv ch");
        assertExplained(ch.receiveOption(), "recv ch");
        assertExplained(ch.close(), "close ch");
        assertExplained(ch.trySend(1), "try send ch");
        assertExplained(Channel.unbuffered().length(), "len chan");
        assertExplained(Channel.nil().receive(), "chan receive (nil chan)");
        assertExplained(sleep(Duration.ofMillis(1_500)), "sleep 1.5s");
        assertExplained(gosched(), "gosched");
        assertExplained(goexit(), "goexit");
        assertExplained(panic("boom"), "panic \"boom\"");
        assertExplained(println("a\nb", 1, null), "println \"a\\nb\", 1, null");
        assertExplained(printf("%d%n", 7), "printf \"%d%n\", 7");
        assertExplained(Shared.of(1).named("x").set(2), "write x");
    }

    @Test
    void stepsAreOneBelowTheOther() {
        assertExplained(sequence(gosched().then(unit()), call(() -> 1).map(x -> x)), "gosched", "unit", "call", "map");
    }

    @Test
    void partsAreIndented() {
        assertExplained(
                go("worker", forever(gosched()).defer(ch.close()))
                        .then(ch.receive().recover(p -> pure("x"))),
                "go \"worker\"",
                "  do",
                "    forever",
                "      gosched",
                "  defer",
                "    close ch",
                "do",
                "  recv ch",
                "recover");
    }

    @Test
    void programsThatAreMadeOfOthersAreShownAsTheUserWroteThem() {
        assertExplained(ch.receive().repeat(3), "repeat 3", "  recv ch");
        assertExplained(ch.receive().retry(2, Duration.ofMillis(10)), "retry 2, 10ms", "  recv ch");
        assertExplained(ch.receive().timed(), "timed", "  recv ch");
        assertExplained(zip(ch.receive(), pure(1), (a, b) -> a), "zip", "  recv ch", "  pure 1");
        assertExplained(parallel(List.of(pure(1), pure(2))), "parallel", "  pure 1", "  pure 2");
        assertExplained(
                when(ch.trySend(1), unit(), gosched()), "try send ch", "when", "  unit", "otherwise", "  gosched");
        assertExplained(forRange(0, 3, (i, b) -> b.exit()), "forRange 0, 3");
        assertExplained(ch.range((v, b) -> b.exit()), "range ch");
        assertExplained(forever(b -> b.exit()), "forever");
        assertExplained(sequence(), "unit");
    }

    @Test
    void longTextsAreCut() {
        assertExplained(pure("x".repeat(100)), "pure \"" + "x".repeat(59) + "…\"");
    }

    @Test
    void programsOfManyStepsAreCut() {
        Go<?> doubled = unit();
        for (int i = 0; i < 60; i++) {
            doubled = doubled.then(doubled);
        }

        assertThat(doubled.explain().lines()).hasSize(1_001).endsWith("… only the first 1000 lines are shown");
    }

    @Test
    void programsOfExactlyTheMostLinesAreShownWhole() {
        Go<?>[] steps = new Go<?>[1_000];
        Arrays.fill(steps, unit());

        assertThat(sequence(steps).explain().lines()).hasSize(1_000).containsOnly("unit");
    }

    @Test
    void depthTakesNoJavaStackAndLittleText() {
        Go<Integer> left = pure(1);
        Go<?> nested = unit();
        for (int i = 0; i < 1_000_000; i++) {
            left = left.map(x -> x);
            nested = nested.attempt();
        }

        assertThat(left.explain()).startsWith("pure 1\nmap\n");
        assertThat(nested.explain()).startsWith("attempt\n  attempt\n").hasSizeLessThan(200_000);
    }

    @Test
    void aProgramsTextIsItsFirstStepsOnOneLine() {
        assertThat(ch.send(1)).hasToString("send ch <- 1");
        assertThat(ch.send("a").then(ch.close())).hasToString("send ch <- \"a\"; close ch");
        assertThat(go(ch.receive().repeat(3)).then(ch.close())).hasToString("go { repeat 3 { recv ch } }; close ch");
        assertThat(sequence(unit(), unit(), unit(), unit(), unit(), unit(), unit()))
                .hasToString("unit; unit; unit; unit; unit; unit; …");
        assertThat(go(sequence(unit(), unit(), unit(), unit(), unit(), unit())))
                .hasToString("go { unit; unit; unit; unit; unit; … }");
    }

    @Test
    void theTextOfAProgramInAProgramIsNotMade() {
        Go<?> program = unit();
        for (int i = 0; i < 100_000; i++) {
            program = pure(program);
        }

        assertThat(program).hasToString("pure a program");
    }
}
