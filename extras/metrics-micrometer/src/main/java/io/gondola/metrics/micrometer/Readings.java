package io.gondola.metrics.micrometer;

import io.gondola.dsl.Census;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Stats;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was read of a runtime at the last look, and what was added up over all looks. Holds nothing of the runtime's.
 */
final class Readings {
    private static final double NANOS = 1e9;
    private static final String SYSCALL = "syscall";

    private volatile Look last;

    /** In seconds, by the reason. Written by the thread that looks. */
    private final Map<String, Double> blocked = new ConcurrentHashMap<>();

    /** One look. */
    private record Look(long time, Census census, Numbers stats, Map<String, MeterNumbers> meters) {}

    /** Copies of counters. */
    record Numbers(
            long started,
            long parked,
            long steals,
            long handoffs,
            long polls,
            long preemptions,
            long longSteps,
            long timers,
            long listeners,
            long connections,
            long readWaits,
            long writeWaits,
            int queued,
            int threads,
            int processors,
            List<Long> queues,
            List<Long> switches) {
        private static Numbers of(Stats s) {
            return new Numbers(
                    s.spawned(),
                    s.parked(),
                    s.steals(),
                    s.handoffs(),
                    s.polls(),
                    s.preemptions(),
                    s.longSteps(),
                    s.timers(),
                    s.listeners(),
                    s.connections(),
                    s.readWaits(),
                    s.writeWaits(),
                    s.queued(),
                    s.machines(),
                    s.maxProcs(),
                    s.processors().map(p -> (long) p.queued()).toJavaList(),
                    s.processors().map(p -> p.switches()).toJavaList());
        }
    }

    /** Copies of a pipeline's meter. */
    record MeterNumbers(long elements, long dropped, Duration input, Duration output) {
        private static MeterNumbers of(io.gondola.dsl.Meter m) {
            return new MeterNumbers(m.elements(), m.dropped(), m.waitedForInput(), m.waitedForOutput());
        }
    }

    Readings(GoRuntime runtime) {
        this.last = lookAt(runtime);
        addUp(last, 0);
    }

    private static Look lookAt(GoRuntime runtime) {
        Stats stats = runtime.stats();
        return new Look(
                System.nanoTime(),
                runtime.census(),
                Numbers.of(stats),
                stats.meters().mapValues(MeterNumbers::of).toJavaMap());
    }

    /** One thread at a time. */
    void look(GoRuntime runtime) {
        Look next = lookAt(runtime);
        addUp(next, (next.time() - last.time()) / NANOS);
        last = next;
    }

    private void addUp(Look look, double seconds) {
        look.census().waits().forEach((reason, n) -> blocked.merge(reason, n * seconds, Double::sum));
        blocked.merge(SYSCALL, state(look, SYSCALL) * seconds, Double::sum);
    }

    private static double state(Look look, String state) {
        return look.census().states().get(state).getOrElse(0L);
    }

    double goroutines(String state) {
        return state(last, state);
    }

    double waiting(String reason) {
        return last.census().waits().get(reason).getOrElse(0L);
    }

    double blockedSeconds(String reason) {
        return blocked.getOrDefault(reason, 0.0);
    }

    /** All reasons that were ever seen. */
    Iterable<String> reasons() {
        return blocked.keySet();
    }

    Numbers stats() {
        return last.stats();
    }

    /** The names of the pipelines' meters. */
    Iterable<String> meters() {
        return last.meters().keySet();
    }

    /** What {@code name} had counted, which is one of {@link #meters}: a runtime keeps all that it ever had. */
    MeterNumbers meter(String name) {
        return Objects.requireNonNull(last.meters().get(name), name);
    }
}
