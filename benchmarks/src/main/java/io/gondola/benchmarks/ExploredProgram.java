package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Report;
import io.gondola.testkit.Strategy;
import io.gondola.testkit.Verdict;

/**
 * The program whose schedules are counted when the explorer is measured: 50 steps (49 where main need not wait) of four
 * goroutines that contend for a mutex and fill a channel. It has no defect, and far more schedules than anybody tries.
 */
final class ExploredProgram {
    private static final int WORKERS = 3;

    private ExploredProgram() {}

    static Go<?> body() {
        Mutex mu = new Mutex().named("mu");
        Shared<Integer> sum = Shared.of(0).named("sum");
        Channel<Integer> results = Channel.<Integer>buffered(2 * WORKERS).named("results");
        WaitGroup all = new WaitGroup().named("all");
        Go<?> turn = mu.withLock(sum.update(n -> n + 1)).then(results.send(1));
        Go<?> worker = turn.then(turn).defer(all.done());
        return all.add(WORKERS)
                .then(forRange(0, WORKERS, i -> go("worker", worker)))
                .then(all.await())
                .then(results.receive().repeat(2 * WORKERS))
                .then(results.length())
                .then(results.close())
                .then(sum.get())
                .then(sum.set(0))
                .then(println("done"));
    }

    /** Explores {@code schedules} schedules, all of them without a finding. */
    static Report explore(Strategy strategy, int schedules, long seed) {
        Report report = Explorer.of(ExploredProgram::body)
                .named("50 steps")
                .strategy(strategy)
                .schedules(schedules)
                .seed(seed)
                .explore();
        if (report.verdict() != Verdict.PASSED || report.schedules() != schedules) {
            throw new IllegalStateException(strategy + " did not run " + schedules + " schedules: " + report);
        }
        return report;
    }
}
