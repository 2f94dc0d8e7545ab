package com.acme;

import static com.acme.Losses.explore;
import static com.acme.Losses.kept;
import static com.acme.Losses.line;
import static com.acme.Losses.lost;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.println;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.sequence;
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
import io.gondola.testkit.Failure;
import io.gondola.testkit.Kind;
import io.gondola.testkit.Testing;
import io.vavr.CheckedFunction0;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Programs that are built and kept, in variables, fields and collections: some are run, others are lost. */
@SuppressWarnings({
    "CheckReturnValue",
    "ReturnValueIgnored",
    "UnusedVariable",
    "AssignmentExpression",
    "ModifiedButNotUsed",
    "gondola:dropped"
}) // that is the fault
class KeptTest {
    private static Go<Unit> emit(Channel<Integer> ch) {
        return ch.send(1);
    }

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

    private static Object onExit;

    private static void registered(Object o) {
        onExit = o;
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
