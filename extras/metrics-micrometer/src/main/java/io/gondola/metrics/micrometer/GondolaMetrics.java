package io.gondola.metrics.micrometer;

import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.ReceiveChannel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The meters of a runtime: its goroutines, its scheduler, its network, its pipelines, and the channels that are named
 * here.
 *
 * <pre>{@code
 * GondolaMetrics metrics = GondolaMetrics.builder(rt).tag("runtime", "shop").channel("jobs", jobs).build();
 * metrics.bindTo(registry);
 * }</pre>
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>meter</th><th>tags</th><th>kind</th><th>what it tells</th></tr>
 * <tr><td>gondola.goroutines</td><td>state</td><td>gauge</td><td>goroutines that run, can run, are in blocking code,
 * wait</td></tr>
 * <tr><td>gondola.goroutines.waiting</td><td>reason</td><td>gauge</td><td>those that wait, by Go's wait
 * reason</td></tr>
 * <tr><td>gondola.goroutines.blocked</td><td>reason</td><td>counter, seconds</td><td>for how long goroutines have
 * waited in all, an
 * estimate; {@code syscall} is blocking code</td></tr>
 * <tr><td>gondola.goroutines.started</td><td></td><td>counter</td><td>goroutines started</td></tr>
 * <tr><td>gondola.goroutines.parked</td><td></td><td>counter</td><td>waits that are over</td></tr>
 * <tr><td>gondola.scheduler.processors</td><td></td><td>gauge</td><td>how many goroutines may run at once</td></tr>
 * <tr><td>gondola.scheduler.threads</td><td></td><td>gauge</td><td>threads that run goroutines or their blocking
 * code</td></tr>
 * <tr><td>gondola.scheduler.timers</td><td></td><td>gauge</td><td>timers that are set, sleeps among them</td></tr>
 * <tr><td>gondola.scheduler.queued</td><td>queue</td><td>gauge</td><td>goroutines in the queue of a processor, {@code
 * P0} say, or in
 * {@code global}</td></tr>
 * <tr><td>gondola.scheduler.switches</td><td>processor</td><td>counter</td><td>how often it began to run a
 * goroutine</td></tr>
 * <tr><td>gondola.scheduler.steals</td><td></td><td>counter</td><td>how often a processor took from another
 * one</td></tr>
 * <tr><td>gondola.scheduler.handoffs</td><td></td><td>counter</td><td>how often a processor left a blocked
 * thread</td></tr>
 * <tr><td>gondola.scheduler.polls</td><td></td><td>counter</td><td>how often the poller readied goroutines</td></tr>
 * <tr><td>gondola.scheduler.preemptions</td><td></td><td>counter</td><td>time slices that were over</td></tr>
 * <tr><td>gondola.scheduler.long.steps</td><td></td><td>counter</td><td>long steps of plain Java code</td></tr>
 * <tr><td>gondola.network.listeners</td><td></td><td>gauge</td><td>listening sockets</td></tr>
 * <tr><td>gondola.network.connections</td><td></td><td>gauge</td><td>TCP connections</td></tr>
 * <tr><td>gondola.network.waits</td><td>direction</td><td>counter</td><td>waits for the network: {@code read}, {@code
 * write}</td></tr>
 * <tr><td>gondola.channel.length</td><td>channel</td><td>gauge</td><td>elements in a channel's buffer</td></tr>
 * <tr><td>gondola.channel.capacity</td><td>channel</td><td>gauge</td><td>the size of that buffer</td></tr>
 * <tr><td>gondola.pipeline.elements</td><td>meter</td><td>counter</td><td>elements that have passed a pipeline's
 * meter</td></tr>
 * <tr><td>gondola.pipeline.dropped</td><td>meter</td><td>counter</td><td>elements that were dropped there</td></tr>
 * <tr><td>gondola.pipeline.waited</td><td>meter, side</td><td>counter, seconds</td><td>how long it was without an
 * element
 * ({@code input}), or had one that nobody wanted yet ({@code output})</td></tr>
 * </table>
 *
 * <p>A thread of its own looks at the runtime every second, or as often as {@link Builder#every} says, but rests for a
 * hundred times as long as a look takes, thirty intervals at most; all meters are of the last look, so one scrape is
 * of one moment. The time for which goroutines have waited is estimated: the number of those that wait at a look counts
 * for the time since the look before.
 *
 * <p>Neither the thread nor the meters keep the runtime or a channel alive. When the runtime is garbage, or this is
 * closed, the meters are taken away.
 */
public final class GondolaMetrics implements MeterBinder, AutoCloseable {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Tags tags;
    private final Map<String, WeakReference<ReceiveChannel<?>>> channels;
    private final Readings readings;
    private final List<Bound> bound = new CopyOnWriteArrayList<>();
    private final Watcher watcher;

    private GondolaMetrics(Builder b) {
        this.tags = b.tags;
        this.channels = Map.copyOf(b.channels);
        this.readings = new Readings(b.runtime);
        this.watcher = new Watcher(b.runtime, b.every, readings, bound);
    }

    /** Describes the meters of {@code runtime}. */
    public static Builder builder(GoRuntime runtime) {
        return new Builder(Objects.requireNonNull(runtime, "runtime"));
    }

    /**
     * Adds the meters to {@code registry}. Any thread; never parks.
     *
     * @throws NullPointerException {@code registry}
     * @throws IllegalStateException {@code metrics are closed}
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        Objects.requireNonNull(registry, "registry");
        synchronized (bound) {
            if (watcher.ended()) {
                throw new IllegalStateException("metrics are closed");
            }
            bound.add(new Bound(registry, tags, readings, channels));
        }
    }

    /** Takes the meters away from every registry, and ends the thread. Closing it again does nothing. */
    @Override
    public void close() {
        watcher.end();
    }

    /** Says what is measured. */
    public static final class Builder {
        private final GoRuntime runtime;
        private final Map<String, WeakReference<ReceiveChannel<?>>> channels = new LinkedHashMap<>();
        private Tags tags = Tags.empty();
        private Duration every = SECOND;

        private Builder(GoRuntime runtime) {
            this.runtime = runtime;
        }

        /** Gives all meters one more tag; with two runtimes in a process their meters must differ by one. */
        public Builder tag(String key, String value) {
            return tags(Tags.of(key, value));
        }

        /** Gives all meters more tags. */
        public Builder tags(Iterable<? extends Tag> more) {
            tags = tags.and(Objects.requireNonNull(more, "more"));
            return this;
        }

        /**
         * Measures {@code channel} under {@code name}.
         *
         * @throws IllegalArgumentException {@code name must be given to one channel only: jobs}
         */
        public Builder channel(String name, ReceiveChannel<?> channel) {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(channel, "channel");
            if (channels.putIfAbsent(name, new WeakReference<>(channel)) != null) {
                throw new IllegalArgumentException("name must be given to one channel only: " + name);
            }
            return this;
        }

        /**
         * Sets how often the runtime is looked at; each second by default.
         *
         * @throws IllegalArgumentException {@code interval must be at least PT0.01S: PT0S}
         */
        public Builder every(Duration interval) {
            if (Objects.requireNonNull(interval, "interval").compareTo(Duration.ofMillis(10)) < 0) {
                throw new IllegalArgumentException("interval must be at least PT0.01S: " + interval);
            }
            every = interval;
            return this;
        }

        /** Looks at the runtime for the first time, and starts the thread. */
        public GondolaMetrics build() {
            GondolaMetrics metrics = new GondolaMetrics(this);
            metrics.watcher.start();
            return metrics;
        }
    }
}
