package io.gondola.testkit;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.panic;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.select;
import static io.gondola.select.Select.selectPrioritised;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Hunts an exploration that stops at a failure, or tells of runs that have no end. */
@SuppressWarnings("NullAway") // nulls are what is refused
class VisitTest {
    private static String text(VisitedRun e) {
        return e.thrown()
                .map(t -> t instanceof Panic p ? "panic " + p.value() : t.getMessage())
                .getOrElse(() -> e.kind().map(Kind::name).getOrElse("ended"));
    }

    private static Set<String> endings(Explorer explorer) {
        Set<String> endings = new TreeSet<>();
        assertThat(explorer.strategy(Strategy.DPOR).schedules(100_000).visit(e -> endings.add(text(e))))
                .isTrue();
        return endings;
    }

    @Test
    void failuresAreEndingsAmongOthers() {
        assertThat(endings(Explorer.of(() -> {
                    Channel<Integer> c = Channel.buffered(1);
                    return go(c.close()).then(c.trySend(1)).then(c.receiveOption());
                })))
                .containsExactly("ended", "panic send on closed channel");
    }

    @Test
    void eachGoroutineThatPanicsMayBeTheOneThatEndsTheProgram() {
        assertThat(endings(Explorer.of(() -> go(panic("first")).then(panic("second")))))
                .containsExactly("panic first", "panic second");
    }

    /**
     * The receive from {@code results} at the end of {@code taker} wakes, when in doubt, the main goroutine before its
     * first send, and the panic that follows cuts the run short: what the sender may do before all that must be tried
     * all the same.
     */
    @Test
    @SuppressWarnings("gondola:shared") // one thread
    void aSleeperThatIsWokenNeedlesslyHidesNobody() {
        Set<String> seen = new TreeSet<>();
        String[] now = new String[1];
        Explorer.of(() -> {
                    Channel<Integer> results = Channel.buffered(2);
                    Channel<Integer> c = Channel.buffered(1);
                    WaitGroup wg = new WaitGroup();
                    now[0] = "";
                    Go<?> taker =
                            c.receive().then(c.close()).then(results.receive()).recover(p -> pure(0));
                    Go<Unit> sender = c.send(3)
                            .then(select(onSend(c, 5, run(() -> now[0] += "sent ")), onDefault(unit())))
                            .then(results.send(6));
                    return wg.go(taker)
                            .then(wg.go(sender))
                            .then(results.send(1))
                            .then(c.close())
                            .then(results.receive())
                            .flatMap(v -> wg.await().then(run(() -> now[0] += v)));
                })
                .strategy(Strategy.DPOR)
                .schedules(10_000)
                .visit(e -> seen.add(text(e).equals("ended") ? now[0] : text(e)));

        assertThat(seen).contains("1", "sent 1", "6", "sent 6");
    }

    /** It hunts orders of the cases that are tried one and all although no case is ready. */
    @Test
    void aSelectThatMustWaitLeavesNothingToDecide() {
        List<VisitedRun> runs = new ArrayList<>();
        Explorer.of(() -> {
                    Channel<Integer> a = Channel.unbuffered();
                    Channel<Integer> b = Channel.unbuffered();
                    return select(onReceive(a, unit()), onReceive(b, unit()), onSend(b, 1, unit()));
                })
                .strategy(Strategy.DFS)
                .visit(runs::add);

        assertThat(runs).extracting(VisitTest::text).containsExactly("DEADLOCK");
    }

    @Test
    void ofCasesThatWaitForTheSameAnyIsServed() {
        Set<Integer> served = new TreeSet<>();
        Explorer.of(() -> {
                    Channel<Integer> a = Channel.unbuffered();
                    Channel<Integer> b = Channel.unbuffered();
                    return go(sleep(Duration.ofMillis(1)).then(a.send(1)))
                            .then(select(
                                    onReceive(a, run(() -> served.add(0))),
                                    onSend(a, 1, run(() -> served.add(1))),
                                    onReceive(b, run(() -> served.add(2))),
                                    onReceive(a, run(() -> served.add(3))),
                                    onReceive(a, run(() -> served.add(4)))));
                })
                .strategy(Strategy.DPOR)
                .visit(e -> {});

        assertThat(served).containsExactly(0, 3, 4);
    }

    @Test
    void aPrioritisedSelectIsServedAtItsFirstCase() {
        List<Integer> served = new ArrayList<>();
        Explorer.of(() -> {
                    Channel<Integer> a = Channel.unbuffered();
                    return go(sleep(Duration.ofMillis(1)).then(a.send(1)))
                            .then(selectPrioritised(
                                    onReceive(a, run(() -> served.add(0))), onReceive(a, run(() -> served.add(1)))));
                })
                .strategy(Strategy.DFS)
                .visit(e -> {});

        assertThat(served).containsOnly(0);
    }

    @Test
    void aDataRaceDoesNotHideHowTheRunEnds() {
        List<Boolean> raced = new ArrayList<>();
        Set<String> endings = new TreeSet<>();
        Explorer.of(() -> {
                    Shared<Integer> n = Shared.of(0);
                    return go(n.set(1)).then(n.set(2)).then(new Mutex().unlock());
                })
                .strategy(Strategy.DFS)
                .visit(e -> {
                    raced.add(e.raced());
                    endings.add(text(e));
                });

        assertThat(raced).contains(true, false);
        assertThat(endings).containsExactly("sync: unlock of unlocked mutex");
    }

    @Test
    void aSearchThatStopsEarlyHasNotTriedEverySchedule() {
        List<VisitedRun> endings = new ArrayList<>();
        boolean all = Explorer.of(() -> {
                    Mutex mu = new Mutex();
                    Go<Unit> locked = mu.withLock(unit());
                    return go(locked).then(go(locked)).then(locked);
                })
                .strategy(Strategy.DPOR)
                .schedules(3)
                .visit(endings::add);

        assertThat(all).isFalse();
        assertThat(endings).hasSize(3);
    }

    @Test
    void anExceptionOfTheVisitorEndsTheExploration() {
        assertThatThrownBy(() -> Explorer.of(Go::unit).visit(e -> {
                    throw new IllegalArgumentException("enough");
                }))
                .hasMessage("enough");
        assertThatThrownBy(() -> Explorer.of(Go::unit).visit(null)).hasMessage("visitor");
    }
}
