package io.gondola.samples.classic;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Sample;
import io.vavr.collection.List;
import java.time.Duration;

/**
 * Three workers share five jobs: {@code for j := range jobs { ... results <- j * 2 }} in each, as on Go by Example.
 *
 * <p>Who does which job is open; every job starts once and then finishes.
 */
final class WorkerPool {
    private static final int WORKERS = 3;
    private static final int JOBS = 5;

    private WorkerPool() {}

    static Go<Unit> program() {
        Channel<Integer> jobs = Channel.<Integer>buffered(JOBS).named("jobs");
        Channel<Integer> results = Channel.<Integer>buffered(JOBS).named("results");
        return sequence(
                forRange(1, WORKERS + 1, w -> go("worker " + w, work(w, jobs, results))),
                forRange(1, JOBS + 1, j -> jobs.send(j)),
                jobs.close(),
                results.receive().repeat(JOBS),
                println("all jobs are done"));
    }

    private static Go<Unit> work(int worker, ReceiveChannel<Integer> jobs, SendChannel<Integer> results) {
        return jobs.range(job -> sequence(
                println("worker", worker, "started job", job),
                sleep(Duration.ofMillis(20)),
                println("worker", worker, "finished job", job),
                results.send(job * 2)));
    }

    static Sample sample() {
        String end = "all jobs are done";
        return Sample.named("worker-pool")
                .summary("three workers share five jobs")
                .prints(Expected.interleaving(job(1), job(2), job(3), job(4), job(5), List.of(end))
                        .and(Expected.endsWith(end))
                        .after(line -> line.replaceFirst("worker [1-3]", "worker n")))
                .runs(() -> program());
    }

    private static List<String> job(int j) {
        return List.of("worker n started job " + j, "worker n finished job " + j);
    }
}
