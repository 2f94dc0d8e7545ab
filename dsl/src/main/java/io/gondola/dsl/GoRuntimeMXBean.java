package io.gondola.dsl;

import java.util.List;
import java.util.Map;

/**
 * A runtime as tools see it through JMX: its counters, its number of processors, and a dump of its goroutines.
 *
 * <p>A runtime built with {@link GoRuntime.Builder#jmx} is registered as {@code io.gondola:type=Runtime,id=<n>} until
 * it is closed; {@code n} counts such runtimes from 1. The attributes are those of {@link Stats}.
 */
public interface GoRuntimeMXBean {
    long getGoroutines();

    long getSpawned();

    long getParked();

    long getSteals();

    long getHandoffs();

    long getPolls();

    long getPreemptions();

    long getLongSteps();

    long getTimers();

    /** The meters of pipelines as text, by name. */
    Map<String, String> getMeters();

    /** How many goroutines are in the queue that belongs to no processor. */
    int getQueued();

    /** How many goroutines do what, and where they were started: see {@link GoRuntime#census}. */
    Goroutines getCensus();

    int getMachines();

    int getMaxProcs();

    /** As {@link GoRuntime#setMaxProcs}. */
    void setMaxProcs(int n);

    /**
     * For each processor, by its number, what it has counted: {@code switches}, {@code spawned}, {@code stolen} and so
     * on.
     */
    List<Map<String, Long>> getProcessors();

    /** {@link GoRuntime#dump} as text. */
    String dump();

    /** A {@link Census} as tools see it. */
    interface Goroutines {
        /** How many are in which state. */
        Map<String, Long> getStates();

        /** How many wait for which reason. */
        Map<String, Long> getWaits();

        /** The places that started the most, at most 50 of them. */
        List<Site> getSites();
    }

    /** Goroutines that were started at the same place. */
    interface Site {
        /** The function of the user's that started them. */
        String getPlace();

        /** How many there are. */
        long getGoroutines();

        /** How many are in which state. */
        Map<String, Long> getStates();
    }
}
