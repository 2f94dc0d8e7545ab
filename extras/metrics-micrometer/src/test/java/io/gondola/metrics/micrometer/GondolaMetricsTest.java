package io.gondola.metrics.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.pipeline.Pipeline;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GondolaMetricsTest {
    private static final Duration OFTEN = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofHours(1);

    private final MeterRegistry registry = new SimpleMeterRegistry();

    private static void await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).as("waited for " + what).isLessThan(30_000_000_000L);
            Thread.onSpinWait();
        }
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private double counter(String name, String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }

    private boolean isThere(String name, String... tags) {
        return registry.find(name).tags(tags).meter() != null;
    }

    private static Go<Unit> sleepers(int n) {
        return Go.forRange(0, n, i -> Go.go(Go.sleep(LONG))).then(Go.sleep(LONG));
    }

    @Test
    void goroutinesAreCountedByStateAndReason() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build();
                GondolaMetrics metrics = GondolaMetrics.builder(rt).every(OFTEN).build()) {
            metrics.bindTo(registry);
            CompletableFuture<Unit> run = rt.start(sleepers(9));

            await("ten that sleep", () -> gauge("gondola.goroutines", "state", "waiting") == 10);
            await("the reason", () -> isThere("gondola.goroutines.waiting", "reason", "sleep"));
            assertThat(gauge("gondola.goroutines.waiting", "reason", "sleep")).isEqualTo(10);
            assertThat(gauge("gondola.goroutines", "state", "runnable")).isZero();
            assertThat(counter("gondola.goroutines.started")).isEqualTo(10);
            assertThat(gauge("gondola.scheduler.timers")).isEqualTo(10);

            run.cancel(true);
            await("none", () -> gauge("gondola.goroutines", "state", "waiting") == 0);
            assertThat(gauge("gondola.goroutines.waiting", "reason", "sleep")).isZero();
        }
    }

    /** Of ten that wait, ten seconds are added each second. */
    @Test
    void blockedTimeIsThatOfAllThatWait() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build();
                GondolaMetrics metrics = GondolaMetrics.builder(rt).every(OFTEN).build()) {
            metrics.bindTo(registry);
            CompletableFuture<Unit> run = rt.start(sleepers(9));
            await("ten that sleep", () -> gauge("gondola.goroutines", "state", "waiting") == 10);
            await("the reason", () -> isThere("gondola.goroutines.blocked", "reason", "sleep"));
            double before = counter("gondola.goroutines.blocked", "reason", "sleep");
            long start = System.nanoTime();
            await(
                    "a tenth of a second each",
                    () -> counter("gondola.goroutines.blocked", "reason", "sleep") - before > 1);
            double seconds = (System.nanoTime() - start) / 1e9;

            assertThat(counter("gondola.goroutines.blocked", "reason", "sleep") - before)
                    .as("ten at once, and what lies between two looks")
                    .isLessThanOrEqualTo(10 * (seconds + 1) + 1);
            assertThat(seconds).as("no faster than ten at once").isGreaterThan(0.05);
            run.cancel(true);
        }
    }

    @Test
    void blockingCodeIsAReason() {
        CountDownLatch never = new CountDownLatch(1);
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build();
                GondolaMetrics metrics = GondolaMetrics.builder(rt).every(OFTEN).build()) {
            metrics.bindTo(registry);
            CompletableFuture<Unit> run = rt.start(Go.blocking(() -> {
                never.await();
                return Unit.UNIT;
            }));

            await("blocking code", () -> gauge("gondola.goroutines", "state", "syscall") == 1);
            await("its time", () -> counter("gondola.goroutines.blocked", "reason", "syscall") > 0);
            run.cancel(true);
        }
    }

    @Test
    void schedulerCountsAreThoseOfTheRuntime() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(3).build()) {
            rt.run(Go.gosched().repeat(100));
            try (GondolaMetrics metrics = GondolaMetrics.builder(rt).build()) {
                metrics.bindTo(registry);

                assertThat(gauge("gondola.scheduler.processors")).isEqualTo(3);
                assertThat(gauge("gondola.scheduler.queued", "queue", "P2")).isZero();
                assertThat(gauge("gondola.scheduler.queued", "queue", "global")).isZero();
                assertThat(IntStream.range(0, 3)
                                .mapToDouble(i -> counter("gondola.scheduler.switches", "processor", "P" + i))
                                .sum())
                        .isGreaterThanOrEqualTo(100);
                assertThat(counter("gondola.scheduler.steals"))
                        .isEqualTo((double) rt.stats().steals());
                assertThat(counter("gondola.scheduler.long.steps")).isZero();
                assertThat(gauge("gondola.network.connections")).isZero();
                assertThat(counter("gondola.network.waits", "direction", "read"))
                        .isZero();
            }
        }
    }

    private static String describe(Meter meter) {
        Meter.Id id = meter.getId();
        String unit = id.getBaseUnit() == null ? "" : " in " + id.getBaseUnit();
        return id.getName() + id.getTags().stream().map(Tag::getKey).toList() + " " + id.getType() + unit;
    }

    /** Dashboards go by these; {@link GondolaMetrics} lists them. */
    @Test
    void metersHaveTheNamesTagsKindsAndUnitsThatAreListed() {
        Channel<Integer> jobs = Channel.unbuffered();
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            rt.run(Pipeline.from(List.of(1)).meter("orders").toList());
            CompletableFuture<Unit> run = rt.start(sleepers(1));
            await("a reason", () -> !rt.census().waits().isEmpty());
            try (GondolaMetrics metrics =
                    GondolaMetrics.builder(rt).channel("jobs", jobs).build()) {
                metrics.bindTo(registry);

                assertThat(registry.getMeters().stream()
                                .map(GondolaMetricsTest::describe)
                                .distinct())
                        .containsExactlyInAnyOrder(
                                "gondola.goroutines[state] GAUGE",
                                "gondola.goroutines.waiting[reason] GAUGE",
                                "gondola.goroutines.blocked[reason] COUNTER in seconds",
                                "gondola.goroutines.started[] COUNTER",
                                "gondola.goroutines.parked[] COUNTER",
                                "gondola.scheduler.processors[] GAUGE",
                                "gondola.scheduler.threads[] GAUGE",
                                "gondola.scheduler.timers[] GAUGE",
                                "gondola.scheduler.queued[queue] GAUGE",
                                "gondola.scheduler.switches[processor] COUNTER",
                                "gondola.scheduler.steals[] COUNTER",
                                "gondola.scheduler.handoffs[] COUNTER",
                                "gondola.scheduler.polls[] COUNTER",
                                "gondola.scheduler.preemptions[] COUNTER",
                                "gondola.scheduler.long.steps[] COUNTER",
                                "gondola.network.listeners[] GAUGE",
                                "gondola.network.connections[] GAUGE",
                                "gondola.network.waits[direction] COUNTER",
                                "gondola.channel.length[channel] GAUGE",
                                "gondola.channel.capacity[channel] GAUGE",
                                "gondola.pipeline.elements[meter] COUNTER",
                                "gondola.pipeline.dropped[meter] COUNTER",
                                "gondola.pipeline.waited[meter, side] COUNTER in seconds");
            }
            run.cancel(true);
        }
    }

    @Test
    void channelShowsHowFullItIs() {
        Channel<Integer> jobs = Channel.buffered(8);
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build();
                GondolaMetrics metrics = GondolaMetrics.builder(rt)
                        .channel("jobs", jobs)
                        .channel("nil", Channel.nil())
                        .build()) {
            metrics.bindTo(registry);
            rt.run(jobs.send(1).then(jobs.send(2)));

            assertThat(gauge("gondola.channel.length", "channel", "jobs")).isEqualTo(2);
            assertThat(gauge("gondola.channel.capacity", "channel", "jobs")).isEqualTo(8);
            assertThat(gauge("gondola.channel.length", "channel", "nil")).isZero();
        }
    }

    @Test
    void pipelinesMetersAppearOnceTheyAreThere() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build();
                GondolaMetrics metrics = GondolaMetrics.builder(rt)
                        .every(OFTEN)
                        .tag("runtime", "shop")
                        .build()) {
            metrics.bindTo(registry);
            rt.run(Pipeline.from(List.of(1, 2, 3)).meter("orders").toList());

            await("the last of its meters", () -> isThere("gondola.pipeline.waited", "side", "output"));
            await("three", () -> counter("gondola.pipeline.elements", "meter", "orders", "runtime", "shop") == 3);
            assertThat(counter("gondola.pipeline.dropped", "meter", "orders")).isZero();
            assertThat(registry.get("gondola.pipeline.waited")
                            .tags("side", "input")
                            .meter()
                            .getId()
                            .getBaseUnit())
                    .isEqualTo("seconds");
        }
    }

    @Test
    void closingTakesAllMetersAwayFromEachRegistry() {
        MeterRegistry other = new SimpleMeterRegistry();
        Meter.Id foreign = registry.counter("foreign").getId();
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            GondolaMetrics metrics = GondolaMetrics.builder(rt).build();
            metrics.bindTo(registry);
            metrics.bindTo(other);
            assertThat(other.getMeters()).hasSizeGreaterThan(15);

            metrics.close();
            metrics.close();

            assertThat(other.getMeters()).isEmpty();
            assertThat(registry.getMeters()).extracting(Meter::getId).containsExactly(foreign);
            assertThatThrownBy(() -> metrics.bindTo(registry))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("metrics are closed");
        }
    }

    /** Metrics that nobody closes keep neither the runtime nor a thread. */
    @Test
    void runtimeThatIsGarbageTakesItsMetersAway() {
        Channel<Integer> jobs = Channel.unbuffered();
        GoRuntime rt = GoRuntime.builder().maxProcs(1).build();
        WeakReference<GoRuntime> gone = new WeakReference<>(rt);
        WeakReference<Channel<Integer>> goneChannel = new WeakReference<>(jobs);
        GondolaMetrics metrics =
                GondolaMetrics.builder(rt).channel("jobs", jobs).every(OFTEN).build();
        metrics.bindTo(registry);
        rt.close();
        rt = null;
        jobs = null;

        await("the end of the runtime and the channel", () -> {
            System.gc();
            return gone.refersTo(null) && goneChannel.refersTo(null);
        });

        await("no meters", () -> registry.getMeters().isEmpty());
    }

    @Test
    void closedRuntimeIsMeasuredStill() {
        GoRuntime rt = GoRuntime.builder().maxProcs(1).build();
        try (GondolaMetrics metrics = GondolaMetrics.builder(rt).every(OFTEN).build()) {
            metrics.bindTo(registry);
            rt.run(Go.unit());
            rt.close();

            await("the last count", () -> counter("gondola.goroutines.started") == 1);
            assertThat(gauge("gondola.goroutines", "state", "waiting")).isZero();
        }
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tried
    void impossibleArgumentsAreRefusedByName() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            assertThatThrownBy(() -> GondolaMetrics.builder(null)).hasMessage("runtime");
            assertThatThrownBy(() -> GondolaMetrics.builder(rt).every(Duration.ZERO))
                    .hasMessage("interval must be at least PT0.01S: PT0S");
            assertThatThrownBy(() -> GondolaMetrics.builder(rt)
                            .channel("jobs", Channel.nil())
                            .channel("jobs", Channel.nil()))
                    .hasMessage("name must be given to one channel only: jobs");
        }
    }
}
