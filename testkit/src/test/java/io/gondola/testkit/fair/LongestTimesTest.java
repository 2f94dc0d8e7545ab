package io.gondola.testkit.fair;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onTimeout;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.testkit.Clock;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Failure;
import io.gondola.testkit.Kind;
import io.gondola.testkit.Strategy;
import io.gondola.time.Ticker;
import io.gondola.time.Time;
import io.vavr.CheckedFunction0;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A deadline at the end of time never comes, and a goroutine that waits for it waits for ever. */
class LongestTimesTest {
    private static final List<Duration> LONGEST =
            List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofNanos(Long.MAX_VALUE), Duration.ofDays(200_000));

    /** How somebody waits for {@code d} and a channel that nothing is sent to. */
    private static List<Function<Duration, Go<?>>> waits() {
        return List.of(
                d -> sleep(d),
                d -> Ticker.start(d).flatMap(t -> t.channel().receive()),
                d -> Ticker.start(d).flatMap(t -> t.reset(d).then(t.channel().receive())),
                d -> Time.after(d).flatMap(c -> c.receive()),
                d -> select(onReceive(Channel.<Unit>unbuffered(), v -> unit()), onTimeout(d, unit())),
                d -> Context.background()
                        .withTimeout(d)
                        .flatMap(ctx -> ctx.done().receiveOption()),
                d -> Go.panic("again").retry(2, d),
                d -> Time.afterFunc(d, Go.panic("never")).then(Go.never()));
    }

    private static List<Kind> found(CheckedFunction0<? extends Go<?>> program, Strategy strategy, Clock clock) {
        return Explorer.of(program)
                .strategy(strategy)
                .clock(clock)
                .schedules(10)
                .maxSteps(2_000)
                .explore()
                .failure()
                .map(Failure::kind)
                .toJavaList();
    }

    @Test
    void aGoroutineThatWaitsForItIsBlocked() {
        for (int i = 0; i < waits().size(); i++) {
            for (Duration d : LONGEST) {
                for (Clock clock : Clock.values()) {
                    Function<Duration, Go<?>> wait = waits().get(i);
                    assertThat(found(() -> wait.apply(d), Strategy.PORTFOLIO, clock))
                            .as("wait " + i + ", " + d + ", " + clock)
                            .containsExactly(Kind.DEADLOCK);
                    assertThat(found(() -> go(wait.apply(d)), Strategy.PORTFOLIO, clock))
                            .as("wait " + i + " beside main, " + d + ", " + clock)
                            .containsExactly(Kind.LEAK);
                }
            }
        }
    }

    @Test
    void aGoroutineThatNeedNotWaitForItGoesOn() {
        for (Duration d : LONGEST) {
            for (Strategy strategy : Strategy.values()) {
                for (Clock clock : Clock.values()) {
                    assertThat(found(
                                    () -> {
                                        Channel<Integer> c = Channel.unbuffered();
                                        return sequence(
                                                go(sleep(Duration.ofMillis(1)).then(c.send(1))),
                                                select(onReceive(c, v -> unit()), onTimeout(d, Go.panic("early"))),
                                                go(sleep(Duration.ofMillis(1)).then(c.send(1))),
                                                select(onReceive(c, v -> unit()), onTimeout(d, Go.panic("early"))),
                                                Ticker.start(d).flatMap(t -> t.stop()),
                                                Time.afterFunc(d, Go.panic("early"))
                                                        .flatMap(t -> t.stop()
                                                                .flatMap(active ->
                                                                        active ? unit() : Go.panic("was not active"))));
                                    },
                                    strategy,
                                    clock))
                            .as(d + ", " + strategy + ", " + clock)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void theDeterministicRuntimeHoldsTheSame() {
        for (Duration d : LONGEST) {
            for (Function<Duration, Go<?>> wait : waits()) {
                try (GoRuntime rt = GoRuntime.deterministic(1)) {
                    assertThatThrownBy(() -> rt.run(wait.apply(d))).hasMessageContaining("all goroutines are asleep");
                }
            }
        }
    }
}
