package io.gondola.dsl.engine;

import io.gondola.scheduler.Scheduler;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The meters of a scheduler, by name. Any thread. */
public final class Meters {
    private static final Map<Scheduler, Meters> ALL = Collections.synchronizedMap(new WeakHashMap<>());

    private final Map<String, MeterCounter> byName = new ConcurrentSkipListMap<>();

    private Meters() {}

    public static Meters of(Scheduler scheduler) {
        return ALL.computeIfAbsent(scheduler, s -> new Meters());
    }

    /** What is read of those of {@code scheduler}, if there are any. */
    public static Map<String, MeterCounter> read(Scheduler scheduler) {
        Meters meters = ALL.get(scheduler);
        return meters == null ? Map.of() : new TreeMap<>(meters.byName);
    }

    public MeterCounter named(String name) {
        return byName.computeIfAbsent(name, n -> new MeterCounter());
    }
}
