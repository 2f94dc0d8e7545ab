package io.gondola.dsl.engine;

import io.gondola.scheduler.Scheduler;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The meters of a scheduler, by name. Any thread. */
public final class Meters {
    private static final Map<Scheduler, Meters> ALL = Collections.synchronizedMap(new WeakHashMap<>());

    private final Map<String, Counter> byName = new ConcurrentSkipListMap<>();

    private Meters() {}

    public static Meters of(Scheduler scheduler) {
        return ALL.computeIfAbsent(scheduler, s -> new Meters());
    }

    /** What is read of those of {@code scheduler}, if there are any. */
    public static Map<String, Counter> read(Scheduler scheduler) {
        Meters meters = ALL.get(scheduler);
        return meters == null ? Map.of() : new TreeMap<>(meters.byName);
    }

    public Counter named(String name) {
        return byName.computeIfAbsent(name, n -> new Counter());
    }

    /** What is counted under a name. */
    public static final class Counter {
        private static final double NANOS = 1e9;
        private static final long NONE = -1;

        private final LongAdder elements = new LongAdder();
        private final LongAdder dropped = new LongAdder();
        private final LongAdder inputNanos = new LongAdder();
        private final LongAdder outputNanos = new LongAdder();
        private final AtomicLong first = new AtomicLong(NONE);
        private volatile long last;

        private Counter() {}

        /** An element has passed at {@code now}, on the scheduler's clock. */
        public void element(long now) {
            if (first.get() == NONE) {
                first.compareAndSet(NONE, now);
            }
            last = now;
            elements.increment();
        }

        public void drop() {
            dropped.increment();
        }

        public void waitedForInput(long nanos) {
            inputNanos.add(nanos);
        }

        public void waitedForOutput(long nanos) {
            outputNanos.add(nanos);
        }

        public long elements() {
            return elements.sum();
        }

        public long dropped() {
            return dropped.sum();
        }

        public double perSecond() {
            long nanos = last - first.get();
            long n = elements();
            return n < 2 || nanos <= 0 ? 0 : (n - 1) * NANOS / nanos;
        }

        public Duration waitedForInput() {
            return Duration.ofNanos(inputNanos.sum());
        }

        public Duration waitedForOutput() {
            return Duration.ofNanos(outputNanos.sum());
        }

        @Override
        public String toString() {
            return "elements=" + elements() + " perSecond=" + Math.round(perSecond()) + " dropped=" + dropped()
                    + " waitedForInput=" + waitedForInput() + " waitedForOutput=" + waitedForOutput();
        }
    }
}
