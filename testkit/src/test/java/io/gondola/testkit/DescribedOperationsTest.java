package io.gondola.testkit;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.println;
import static io.gondola.dsl.Go.zip;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.sync.AtomicInt;
import io.gondola.sync.SingleFlight;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.run.Execution;
import io.gondola.time.RateLimiter;
import io.vavr.CheckedFunction0;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Operations of the library that the explorer knows depend on what it says, and on nothing less. */
class DescribedOperationsTest {
    /** All that {@code program} prints, or how it fails, under any schedule that {@code strategy} tries. */
    private static Set<String> endings(CheckedFunction0<? extends Go<?>> program, Strategy strategy) {
        Exploration exploration = (Exploration) Explorer.of(program).named("described");
        Systematic search = new Systematic(strategy);
        Set<String> endings = new TreeSet<>();
        try (Watchdog watchdog = new Watchdog()) {
            while (!search.isOver()) {
                Execution x = exploration.execute(search.chooser(), exploration.settings(), watchdog);
                if (!x.isAbandoned() || x.finding() != null) {
                    endings.add(x.finding() == null ? x.output() : x.finding().fingerprint());
                }
                search.ran(x);
            }
        }
        return endings;
    }

    private static Go<?> flights() {
        SingleFlight<String, Integer> flights = new SingleFlight<>();
        AtomicInt runs = new AtomicInt();
        AtomicInt seen = new AtomicInt();
        WaitGroup all = new WaitGroup();
        Go<?> caller = flights.run("k", runs.add(1))
                .flatMap(result -> seen.add(10 * result.value().get() + (result.shared() ? 1 : 0)));
        return all.add(1)
                .then(go(caller.then(all.done())))
                .then(flights.forget("k"))
                .then(caller)
                .then(all.await())
                .then(zip(runs.load(), seen.load(), (n, sum) -> n + " " + sum).flatMap(x -> println(x)));
    }

    @Test
    void everyEndingOfASingleFlightIsFoundByTheReducedSearch() {
        Set<String> all = endings(DescribedOperationsTest::flights, Strategy.DFS);

        assertThat(all).hasSizeGreaterThan(1);
        assertThat(endings(DescribedOperationsTest::flights, Strategy.DPOR)).isEqualTo(all);
    }

    private static Go<?> limits() {
        RateLimiter limiter = new RateLimiter(0, 1);
        AtomicInt seen = new AtomicInt();
        WaitGroup all = new WaitGroup();
        return all.add(2)
                .then(go(limiter.allow().flatMap(ok -> seen.add(ok ? 1 : 0)).then(all.done())))
                .then(go(limiter.allow().flatMap(ok -> seen.add(ok ? 10 : 0)).then(all.done())))
                .then(limiter.setBurst(0))
                .then(all.await())
                .then(seen.load().flatMap(x -> println(x)));
    }

    @Test
    void everyEndingOfARateLimiterIsFoundByTheReducedSearch() {
        Set<String> all = endings(DescribedOperationsTest::limits, Strategy.DFS);

        assertThat(all).containsExactlyInAnyOrder("0\n", "1\n", "10\n");
        assertThat(endings(DescribedOperationsTest::limits, Strategy.DPOR)).isEqualTo(all);
    }

    @Test
    void operationsOnDifferentLimitersAndGroupsCommute() {
        Report report = Explorer.of(() -> {
                    SingleFlight<String, Integer> a = new SingleFlight<>();
                    SingleFlight<String, Integer> b = new SingleFlight<>();
                    return go(a.run("k", new RateLimiter(1, 1).allow().as(1)))
                            .then(b.run("k", new RateLimiter(1, 1).allow().as(2)));
                })
                .strategy(Strategy.DPOR)
                .explore();

        assertThat(report.verdict()).isEqualTo(Verdict.EXHAUSTED);
        assertThat(report.traces()).isEqualTo(1);
        assertThat(report.schedules()).isEqualTo(1);
    }
}
