package io.gondola.metrics.micrometer;

import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.channel.ChannelCore;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The meters in one registry. Micrometer holds what they read weakly. */
final class Bound {
    private static final String[] STATES = {"running", "runnable", "syscall", "waiting"};
    private static final String SECONDS = "seconds";
    private static final double NANOS = 1e9;

    private final MeterRegistry registry;
    private final Tags tags;
    private final Readings readings;

    // guarded by this
    private final List<Meter> meters = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private int queues;
    private boolean closed;

    Bound(
            MeterRegistry registry,
            Tags tags,
            Readings readings,
            Map<String, WeakReference<ReceiveChannel<?>>> channels) {
        this.registry = registry;
        this.tags = tags;
        this.readings = readings;
        synchronized (this) {
            goroutines();
            scheduler();
            network();
            channels.forEach(this::channel);
        }
        discover();
    }

    private void gauge(String name, String what, Tags own, ToDoubleFunction<Readings> value) {
        meters.add(Gauge.builder(name, readings, value)
                .description(what)
                .tags(tags.and(own))
                .register(registry));
    }

    private void counter(String name, String what, Tags own, ToDoubleFunction<Readings> value) {
        meters.add(FunctionCounter.builder(name, readings, value)
                .description(what)
                .tags(tags.and(own))
                .register(registry));
    }

    private void seconds(String name, String what, Tags own, ToDoubleFunction<Readings> value) {
        meters.add(FunctionCounter.builder(name, readings, value)
                .description(what)
                .baseUnit(SECONDS)
                .tags(tags.and(own))
                .register(registry));
    }

    private void goroutines() {
        for (String state : STATES) {
            gauge("gondola.goroutines", "Goroutines in this state", Tags.of("state", state), r -> r.goroutines(state));
        }
        counter(
                "gondola.goroutines.started",
                "Goroutines started",
                Tags.empty(),
                r -> r.stats().started());
        counter(
                "gondola.goroutines.parked",
                "Waits that are over",
                Tags.empty(),
                r -> r.stats().parked());
    }

    private void scheduler() {
        Tags none = Tags.empty();
        gauge(
                "gondola.scheduler.processors",
                "How many goroutines may run at once",
                none,
                r -> r.stats().processors());
        gauge(
                "gondola.scheduler.threads",
                "Threads that run goroutines or their blocking code",
                none,
                r -> r.stats().threads());
        gauge(
                "gondola.scheduler.timers",
                "Timers that are set, sleeps among them",
                none,
                r -> r.stats().timers());
        gauge(
                "gondola.scheduler.queued",
                "Goroutines in this queue",
                Tags.of("queue", "global"),
                r -> r.stats().queued());
        counter(
                "gondola.scheduler.steals",
                "How often a processor took goroutines from another one",
                none,
                r -> r.stats().steals());
        counter(
                "gondola.scheduler.handoffs",
                "How often a processor left a thread that blocked",
                none,
                r -> r.stats().handoffs());
        counter(
                "gondola.scheduler.polls",
                "How often the poller readied goroutines",
                none,
                r -> r.stats().polls());
        counter(
                "gondola.scheduler.preemptions",
                "Time slices that were over",
                none,
                r -> r.stats().preemptions());
        counter(
                "gondola.scheduler.long.steps",
                "Long steps of plain Java code",
                none,
                r -> r.stats().longSteps());
    }

    private void network() {
        gauge(
                "gondola.network.listeners",
                "Listening sockets",
                Tags.empty(),
                r -> r.stats().listeners());
        gauge(
                "gondola.network.connections",
                "TCP connections",
                Tags.empty(),
                r -> r.stats().connections());
        String waits = "gondola.network.waits";
        counter(
                waits,
                "Waits for the network",
                Tags.of("direction", "read"),
                r -> r.stats().readWaits());
        counter(
                waits,
                "Waits for the network",
                Tags.of("direction", "write"),
                r -> r.stats().writeWaits());
    }

    private void channel(String name, WeakReference<ReceiveChannel<?>> reference) {
        ReceiveChannel<?> channel = reference.get();
        if (channel == null) {
            return;
        }
        Tags own = tags.and("channel", name);
        meters.add(Gauge.builder("gondola.channel.length", channel, Bound::length)
                .description("Elements in the channel's buffer")
                .tags(own)
                .register(registry));
        meters.add(Gauge.builder("gondola.channel.capacity", channel, ReceiveChannel::capacity)
                .description("The size of the channel's buffer")
                .tags(own)
                .register(registry));
    }

    private static double length(ReceiveChannel<?> channel) {
        return channel instanceof ChannelCore core ? core.visibleCount() : 0;
    }

    /** Adds meters of what has come up. */
    synchronized void discover() {
        if (closed) {
            return;
        }
        for (String reason : readings.reasons()) {
            if (known.add("reason " + reason)) {
                reason(reason);
            }
        }
        for (String meter : readings.meters()) {
            if (known.add("meter " + meter)) {
                pipeline(meter);
            }
        }
        while (queues < readings.stats().queues().size()) {
            processor(queues++);
        }
    }

    private void reason(String reason) {
        Tags own = Tags.of("reason", reason);
        if (!reason.equals("syscall")) { // which is a state
            gauge("gondola.goroutines.waiting", "Goroutines that wait for this reason", own, r -> r.waiting(reason));
        }
        seconds(
                "gondola.goroutines.blocked",
                "For how long goroutines have waited for this reason in all",
                own,
                r -> r.blockedSeconds(reason));
    }

    private void processor(int i) {
        gauge(
                "gondola.scheduler.queued",
                "Goroutines in this queue",
                Tags.of("queue", "P" + i),
                r -> r.stats().queues().get(i));
        counter(
                "gondola.scheduler.switches",
                "How often the processor began to run a goroutine",
                Tags.of("processor", "P" + i),
                r -> r.stats().switches().get(i));
    }

    private void pipeline(String meter) {
        Tags own = Tags.of("meter", meter);
        counter(
                "gondola.pipeline.elements",
                "Elements that have passed",
                own,
                r -> r.meter(meter).elements());
        counter(
                "gondola.pipeline.dropped",
                "Elements that were dropped",
                own,
                r -> r.meter(meter).dropped());
        String waited = "gondola.pipeline.waited";
        String what = "How long the place was without an element, or had one that nobody wanted yet";
        seconds(
                waited,
                what,
                own.and("side", "input"),
                r -> r.meter(meter).input().toNanos() / NANOS);
        seconds(
                waited,
                what,
                own.and("side", "output"),
                r -> r.meter(meter).output().toNanos() / NANOS);
    }

    synchronized void close() {
        closed = true;
        meters.forEach(registry::remove);
        meters.clear();
    }
}
