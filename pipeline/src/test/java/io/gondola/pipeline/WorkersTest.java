package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Report;
import io.vavr.CheckedFunction1;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Workers, their dispatcher and the side below wake each other only if somebody waits: nobody is left waiting for what
 * is there.
 */
class WorkersTest {
    private static final int MANY = 50_000;

    private static List<Pipeline<Integer>> parallel(int n, Pipeline<Integer> xs) {
        CheckedFunction1<Integer, Go<Integer>> work =
                x -> x % 3 == 0 ? Go.gosched().as(x) : Go.pure(x);
        return List.of(xs.parallel(n, work), xs.parallelUnordered(n, work), xs.parallelByKey(n, x -> x % 7, work));
    }

    /** Each side finds nothing to do all the time, and parks while another one looks for somebody to wake. */
    @Test
    void nothingIsLostBetweenParkingAndWaking() {
        for (int procs : new int[] {1, 2, 4}) {
            try (GoRuntime rt = GoRuntime.builder().maxProcs(procs).build()) {
                for (int n : new int[] {1, 2, 3, 8}) {
                    for (Pipeline<Integer> p : parallel(n, Pipeline.range(0, MANY))) {
                        List<Integer> xs = rt.run(p.toList()).asJava();

                        assertThat(xs.stream().sorted().toList())
                                .as("%s of %d on %d", p.explain(), n, procs)
                                .isEqualTo(IntStream.range(0, MANY).boxed().toList());
                    }
                }
            }
        }
    }

    @Test
    void orderIsKeptByParallelAndWithinEachKey() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            List<Integer> ordered =
                    rt.run(parallel(4, Pipeline.range(0, MANY)).get(0).toList()).asJava();
            List<Integer> byKey =
                    rt.run(parallel(4, Pipeline.range(0, MANY)).get(2).toList()).asJava();

            assertThat(ordered).isEqualTo(IntStream.range(0, MANY).boxed().toList());
            for (int key = 0; key < 7; key++) {
                int k = key;
                assertThat(byKey.stream().filter(x -> x % 7 == k).toList()).isSorted();
            }
        }
    }

    /** The dispatcher, a worker, or the side below parks at any step. */
    @Test
    void nothingIsLostUnderExploredSchedules() {
        for (int n = 1; n <= 3; n++) {
            for (int kind = 0; kind < 3; kind++) {
                int workers = n;
                int which = kind;
                Report report = Explorer.of(() -> parallel(workers, Pipeline.range(0, 4))
                                .get(which)
                                .toList()
                                .map(xs -> assertThat(xs.sorted().asJava()).containsExactly(0, 1, 2, 3)))
                        .schedules(400)
                        .seed(n)
                        .explore();
                assertThat(report.failure().map(f -> f.message()).getOrElse("")).isEmpty();
            }
        }
    }

    /** The side below stops while workers have elements and the dispatcher waits. */
    @Test
    void allEndWhenNoMoreIsWanted() {
        for (int kind = 0; kind < 3; kind++) {
            int which = kind;
            Report report = Explorer.of(() -> parallel(2, Pipeline.iterate(0, x -> x + 1))
                            .get(which)
                            .take(2)
                            .count()
                            .map(count -> assertThat(count).isEqualTo(2)))
                    .schedules(400)
                    .seed(kind)
                    .explore();
            assertThat(report.failure().map(f -> f.message()).getOrElse("")).isEmpty();
        }
    }

    /** An element counts until it is emitted, also when its result waits behind a slow head, or for its key. */
    @Test
    void theNumberOnTheirWayIsKeptAndRefilledAtOnce() {
        for (int n : new int[] {1, 2, 5}) {
            for (int kind = 0; kind < 3; kind++) {
                AtomicInteger taken = new AtomicInteger();
                List<Integer> takenBefore = new ArrayList<>();
                Pipeline<Integer> source = Pipeline.range(0, 20).peek(x -> taken.incrementAndGet());
                Go<?> run = parallel(n, source)
                        .get(kind)
                        .forEach(x -> Go.sleep(Duration.ofSeconds(1)).then(Go.run(() -> takenBefore.add(taken.get()))));
                try (GoRuntime rt = GoRuntime.deterministic(n)) {
                    rt.run(run);
                }

                assertThat(takenBefore)
                        .isEqualTo(IntStream.rangeClosed(1, 20)
                                .mapToObj(emitted -> Math.min(20, emitted + n + 1))
                                .toList());
            }
        }
    }

    /**
     * As many work as are allowed to, although one calls the next: each element waits for all of the others to begin.
     */
    @Test
    void allWorkersWorkAtOnce() {
        for (int n : new int[] {1, 2, 5}) {
            for (GoRuntime rt : List.of(
                    GoRuntime.deterministic(n), GoRuntime.builder().maxProcs(2).build())) {
                try (rt) {
                    AtomicInteger begun = new AtomicInteger();
                    Go<Long> run = Pipeline.range(0, 4 * n)
                            .parallel(n, x -> {
                                int group = begun.getAndIncrement() / n;
                                return Go.forWhile(() -> begun.get() < (group + 1) * n, Go.gosched());
                            })
                            .count();

                    assertThat(rt.run(run)).isEqualTo(4L * n);
                }
            }
        }
    }
}
