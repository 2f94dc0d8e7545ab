package com.acme;

import static com.acme.Losses.explore;
import static com.acme.Losses.kept;
import static com.acme.Losses.line;
import static com.acme.Losses.lost;
import static com.acme.Losses.text;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.println;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.sync.RWMutex;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Failure;
import io.gondola.testkit.Kind;
import io.gondola.testkit.Report;
import io.gondola.testkit.Strategy;
import io.gondola.testkit.Testing;
import io.gondola.testkit.Verdict;
import io.vavr.CheckedFunction0;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Programs that are built and dropped, as those who come from Go write them, and others that only look so. */
@SuppressWarnings({
    "CheckReturnValue",
    "ReturnValueIgnored",
    "UnusedVariable",
    "AssignmentExpression",
    "ModifiedButNotUsed",
    "gondola:dropped"
}) // that is the fault
class LostTest {
    @Test
    void aStatementOfItsOwn() {
        int[] at = {0};
        String lost = lost(() -> {
            Channel<Integer> ch = Channel.buffered(1);
            at[0] = line() + 1;
            ch.send(1);
            return ch.send(2);
        });

        assertThat(lost).isEqualTo(text("ch.send", at[0]));
    }

    @Test
    void insideAFunctionOfTheProgram() {
        int[] at = {0};
        String lost = lost(() -> {
            Channel<Integer> ch = Channel.buffered(3);
            return Go.forRange(0, 3, i -> {
                at[0] = line() + 1;
                ch.send(i);
                return unit();
            });
        });

        assertThat(lost).isEqualTo(text("ch.send", at[0]));
    }

    private static Go<Unit> emit(Channel<Integer> ch) {
        return ch.send(1);
    }

    /** All that was found, each alone. */
    @Test
    void everyOperationAndEveryWayToDropIt() {
        Channel<Integer> ch = Channel.buffered(9);
        Mutex mu = new Mutex();
        RWMutex rw = new RWMutex();
        WaitGroup wg = new WaitGroup();
        List<CheckedFunction0<Go<?>>> all = List.of(
                () -> {
                    println("start");
                    return unit();
                },
                () -> {
                    sleep(Duration.ZERO);
                    return unit();
                },
                () -> {
                    go(unit());
                    return unit();
                },
                () -> {
                    mu.lock();
                    return unit();
                },
                () -> {
                    rw.lock();
                    return unit();
                },
                () -> {
                    wg.add(1);
                    return unit();
                },
                () -> {
                    select(onReceive(ch, v -> unit()));
                    return unit();
                },
                () -> {
                    mu.withLock(unit());
                    return unit();
                },
                () -> {
                    ch.send(1).then(ch.send(2));
                    return unit();
                },
                () -> {
                    emit(ch);
                    return unit();
                },
                () -> {
                    Go<Unit> never = ch.send(1);
                    return unit();
                },
                () -> {
                    List.of(1, 2).forEach(ch::send);
                    return unit();
                },
                () -> {
                    IntStream.range(0, 2).forEach(i -> ch.send(i));
                    return unit();
                },
                () -> run(() -> ch.receive()),
                () -> run(ch::receive));
        List<String> found = new ArrayList<>();
        for (CheckedFunction0<Go<?>> program : all) {
            String lost = lost(program);
            found.add(lost.substring(1, lost.indexOf('`', 1)));
        }

        assertThat(found)
                .containsExactly(
                        "println",
                        "sleep",
                        "go",
                        "mutex.lock",
                        "rWMutex.lock",
                        "waitGroup.add",
                        "select",
                        "mutex.withLock",
                        "then",
                        "emit",
                        "ch.send",
                        "ch.send",
                        "ch.send",
                        "ch.receive",
                        "ch.receive");
    }

    @Test
    void itIsFoundUnderEveryStrategy() {
        for (Strategy s : Strategy.values()) {
            Report report = Explorer.of(() -> {
                        println("start");
                        return unit();
                    })
                    .strategy(s)
                    .explore();
            assertThat(report.failure().map(Failure::kind)).as(s.name()).contains(Kind.LOST);
        }
    }

    /** Dropped by some schedules only, which the shrunk one must be of. */
    private static Go<Unit> sometimes() {
        Channel<Integer> ch = Channel.buffered(9);
        return Testing.choose(2).repeat(3).then(Testing.choose(4)).flatMap(n -> {
            if (n >= 2) {
                ch.send(1);
            }
            return ch.send(2);
        });
    }

    @Test
    void itIsShrunkAndReplayed() {
        Explorer explorer = Explorer.of(LostTest::sometimes).named("sometimes").strategy(Strategy.DPOR);
        Failure failure = explorer.explore().failure().get();

        assertThat(failure.kind()).isEqualTo(Kind.LOST);
        Report again = explorer.replay(failure.token());
        assertThat(again.divergence()).isEmpty();
        assertThat(again.failure().map(Failure::summary)).contains(failure.summary());
        assertThat(failure.steps().map(Failure.Step::operation).filter(o -> o.startsWith("choose")))
                .hasSizeLessThan(5);
    }

    @Test
    void anotherFailureIsReportedAsThatWithWhatWasLost() {
        Failure failure = explore(() -> {
                    WaitGroup wg = new WaitGroup();
                    Channel<Integer> ch = Channel.unbuffered();
                    go(ch.send(1));
                    return ch.receive();
                })
                .failure()
                .get();

        assertThat(failure.kind()).isEqualTo(Kind.DEADLOCK);
        assertThat(failure.message()).containsPattern("\nlost:   `go` built at LostTest:\\d+ was never run: chain it");
    }

    @Test
    void itMayBeAllowed() {
        CheckedFunction0<Go<?>> program = () -> {
            println("start");
            return unit();
        };

        assertThat(Explorer.of(program).allowLost().explore().verdict()).isEqualTo(Verdict.EXHAUSTED);
    }

    private static void ignore(Object o) {}

    /** May be overridden. */
    void ignored(Object o) {}

    @Test
    void programsGivenToAMethodThatIgnoresThemAreLost() {
        int[] at = {0};
        assertThat(lost(() -> {
                    at[0] = line() + 1;
                    ignore(println("a"));
                    return unit();
                }))
                .isEqualTo(text("println", at[0]));
        assertThat(lost(() -> {
                    at[0] = line() + 1;
                    ignored(println("a"));
                    return unit();
                }))
                .isEqualTo(kept("println", at[0]));
    }
}
