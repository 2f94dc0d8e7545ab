package io.gondola.dsl.engine;

import io.gondola.scheduler.Log;
import io.gondola.scheduler.Scheduler;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What else is closed when a runtime is: threads and connections of others, whose goroutines, which would have closed
 * them, are gone then. Any thread.
 */
public final class Closings {
    /*
     * `add` writes `all`, then reads `over`; `run` writes `over`, then reads `all`: one of them finds what was added,
     * and who removes it runs it.
     */
    private static final Map<Scheduler, Closings> ALL = Collections.synchronizedMap(new WeakHashMap<>());
    private static final Log LOG = new Log("io.gondola.dsl");

    private final Set<Runnable> all = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    private Closings() {}

    public static Closings of(Scheduler scheduler) {
        return ALL.computeIfAbsent(scheduler, s -> new Closings());
    }

    /** Has {@code closing} run when the runtime is closed, unless it is {@linkplain #remove removed} before. */
    public void add(Runnable closing) {
        all.add(closing);
        if (over) {
            run(closing);
        }
    }

    public void remove(Runnable closing) {
        all.remove(closing);
    }

    /** For the runtime, when its scheduler is closed. */
    public static void run(Scheduler scheduler) {
        Closings closings = of(scheduler);
        closings.over = true;
        closings.all.forEach(closings::run);
    }

    private void run(Runnable closing) {
        if (all.remove(closing)) {
            try {
                closing.run();
            } catch (RuntimeException e) {
                LOG.warn("What was to be closed with its runtime cannot be closed: {}", closing, e);
            }
        }
    }
}
