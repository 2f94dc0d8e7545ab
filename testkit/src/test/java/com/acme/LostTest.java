package com.acme;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.println;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static io.gondola.dsl.Go.when;
import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onSend;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    private static int line() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow())
                .getLineNumber();
    }

    private static Report explore(CheckedFunction0<? extends Go<?>> program) {
        return Explorer.of(program).schedules(40).explore();
    }

    private static String lost(CheckedFunction0<? extends Go<?>> program) {
        Failure failure = explore(program).failure().get();
        assertThat(failure.kind()).isEqualTo(Kind.LOST);
        assertThat(failure.message()).startsWith("GoTest FAILED: LOST ").contains("\n" + failure.summary() + "\n");
        return failure.summary();
    }

    private static String text(String what, int line) {
        return "`" + what + "` built at LostTest:" + line + " was never run: chain it with then, or return it";
    }

    // lost

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

    // not lost

    /** Holds programs as fields. */
    private static final class Account {
        private final Channel<Integer> ch = Channel.buffered(9);
        private final Go<Unit> audit = ch.send(1);
        private final Go<Unit> unused = ch.send(2);
        private Go<Unit> cached;

        private Go<Unit> cached() {
            return cached = ch.send(3);
        }

        private Go<Unit> kept() {
            Go<Unit> p = ch.send(4);
            list.add(p);
            return p;
        }

        private final List<Go<?>> list = new ArrayList<>();
    }

    private static void ignore(Object o) {}

    /** May be overridden. */
    void ignored(Object o) {}

    private static Object onExit;

    private static void registered(Object o) {
        onExit = o;
    }

    private static String kept(String what, int line) {
        return "`" + what + "` built at LostTest:" + line
                + " was kept and never run: run it, as by sequence(list), or return it";
    }

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

    @Test
    void programsInACollectionThatNobodyRunsAreLost() {
        Channel<Integer> ch = Channel.buffered(9);
        int[] at = {0};
        List<CheckedFunction0<Go<?>>> all = List.of(
                () -> {
                    List<Go<?>> list = new ArrayList<>();
                    at[0] = line() + 1;
                    list.add(ch.send(1));
                    return unit();
                },
                () -> {
                    Deque<Go<?>> list = new ArrayDeque<>();
                    at[0] = line() + 1;
                    Go<?> p = emit(ch);
                    list.push(p);
                    return unit();
                },
                () -> {
                    at[0] = line() + 1;
                    List<Go<?>> list = List.of(ch.send(1));
                    return unit();
                },
                () -> {
                    at[0] = line() + 1;
                    var list = Stream.of(1, 2).map(i -> ch.send(i)).toList();
                    return unit();
                },
                () -> {
                    at[0] = line() + 1;
                    var list = Stream.of(1, 2).map(ch::send).toList();
                    return unit();
                },
                () -> {
                    at[0] = line() + 1;
                    var list = io.vavr.collection.List.of(1, 2).map(i -> ch.send(i));
                    return unit();
                },
                () -> Go.forRange(0, 2, i -> {
                    List<Go<?>> list = new ArrayList<>();
                    at[0] = line() + 1;
                    list.add(ch.send(i).then(ch.send(i)));
                    return unit();
                }));
        List<String> found = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (CheckedFunction0<Go<?>> program : all) {
            String lost = lost(program);
            found.add(lost);
            expected.add(kept(lost.substring(1, lost.indexOf('`', 1)), at[0]));
        }

        assertThat(found).isEqualTo(expected);
        assertThat(found)
                .extracting(l -> l.substring(1, l.indexOf('`', 1)))
                .containsExactly("ch.send", "emit", "ch.send", "ch.send", "ch.send", "ch.send", "then");
    }

    /** Holds what it may run later. */
    private static final class Plan {
        private final List<Go<?>> steps = new ArrayList<>();

        Go<?> pick(int n) {
            return unit().flatMap(u -> n < 0 ? steps.get(0) : unit());
        }
    }

    @Test
    void programsKeptAndRunReachedOrPartOfWhatRanAreNotLost() {
        List<CheckedFunction0<Go<?>>> all = List.of(
                () -> {
                    List<Go<?>> list = new ArrayList<>();
                    for (int i = 0; i < 3; i++) {
                        list.add(println(i));
                    }
                    return sequence(list);
                },
                () -> {
                    List<Go<?>> list = new ArrayList<>();
                    list.add(println(1));
                    return Go.forEach(list, p -> p);
                },
                () -> sequence(Stream.of(1, 2).map(i -> println(i)).toList()),
                () -> sequence(io.vavr.collection.List.of(1, 2).map(i -> println(i))),
                () -> Stream.of(1, 2, 3).<Go<Unit>>map(i -> println(i)).reduce(unit(), (a, b) -> a.then(b)),
                () -> {
                    List<Go<Unit>> list = List.of(println(1));
                    return Testing.choose(2).flatMap(n -> n == 0 ? unit() : list.get(0));
                },
                () -> {
                    List<Go<Unit>> list = List.of(println(1));
                    return go(list.get(0)).then(unit());
                },
                () -> {
                    List<Go<Unit>> list = List.of(println(1));
                    return unit().then(when(false, list.get(0), unit()))
                            .then(() -> when(() -> false, list.get(0), unit()));
                },
                () -> {
                    Plan plan = new Plan();
                    plan.steps.add(println(1));
                    return plan.pick(1);
                },
                () -> {
                    List<Go<Unit>> list = new ArrayList<>();
                    list.add(println("cleanup"));
                    return unit().defer(list.get(0));
                },
                () -> {
                    List<Go<Unit>> list = new ArrayList<>();
                    list.add(println("a"));
                    return unit().flatMap(u -> {
                        list.add(println("b"));
                        return list.get(1);
                    });
                });
        for (CheckedFunction0<Go<?>> program : all) {
            assertThat(explore(program).failure()).isEmpty();
        }
    }

    @Test
    void keptProgramsAreNotToldOfWhereTheProgramFailsFirst() {
        Failure failure = explore(() -> {
                    List<Go<Unit>> list = new ArrayList<>();
                    list.add(println("later"));
                    return Channel.<Integer>unbuffered().receive().then(() -> list.get(0));
                })
                .failure()
                .get();

        assertThat(failure.kind()).isEqualTo(Kind.DEADLOCK);
        assertThat(failure.message()).doesNotContain("never run");
    }

    @Test
    void programsKeptPassedOnOrNotTakenAreNotLost() {
        Go<Unit> outside = println("made outside");
        println("dropped outside");
        assertThat(explore(() -> {
                            Account a = new Account();
                            a.cached();
                            a.kept();
                            registered(a.ch.send(1));
                            Go<Unit> either = a.ch.send(5);
                            Go<Unit> or = a.ch.send(6);
                            Go<Unit> assigned;
                            if (a.list.isEmpty()) {
                                assigned = a.ch.send(7);
                            } else {
                                assigned = a.ch.send(8);
                            }
                            Go<Unit> captured = a.ch.send(9);
                            unit();
                            pure(1);
                            a.ch.named("ch");
                            a.ch.capacity();
                            a.ch.send(9).explain();
                            return when(a.list.isEmpty(), either, or)
                                    .then(a.audit)
                                    .then(assigned)
                                    .then(a.list.size() > 5 ? captured : unit())
                                    .then(select(
                                            onReceive(a.ch, v -> outside),
                                            onSend(a.ch, 1, captured),
                                            onDefault(println("otherwise"))))
                                    .then(pure(false).flatMap(taken -> {
                                        Go<Unit> p = println("not taken");
                                        return taken ? p : unit();
                                    }))
                                    .then(unit().flatMap(u -> pure(2).flatMap(n -> n > 2 ? captured : unit())))
                                    .then(sequence(unit(), Go.<Unit>panic("p").recover(p -> unit())));
                        })
                        .failure())
                .isEmpty();
    }

    @Test
    void anExceptionThatPreventsItsUseIsReportedAlone() {
        assertThat(explore(() -> {
                            Channel<Integer> ch = Channel.buffered(1);
                            return unit().flatMap(u -> {
                                Go<Unit> send = ch.send(1);
                                if (ch.capacity() == 1) {
                                    throw new IllegalStateException("before");
                                }
                                return send;
                            });
                        })
                        .failure()
                        .map(Failure::kind))
                .contains(Kind.PANIC);
    }
}
