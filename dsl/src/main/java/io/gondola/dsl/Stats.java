package io.gondola.dsl;

import io.vavr.collection.Map;
import io.vavr.collection.Seq;

/**
 * Counters of a runtime since it was built, but for {@link #goroutines} and {@link #maxProcs}, which are of this
 * moment.
 */
public interface Stats {
    /** Goroutines that have started and not ended. */
    long goroutines();

    /** Goroutines started. */
    long spawned();

    /** How often a goroutine waited for something and was readied. */
    long parked();

    /** How often a processor without work took goroutines from another one. */
    long steals();

    /** How often a processor was given to another thread because a goroutine blocked its own. */
    long handoffs();

    /** How often the poller thread readied goroutines. */
    long polls();

    /** How often a goroutine yielded because its time slice was over. */
    long preemptions();

    /**
     * How often a goroutine held its processor in plain Java code for longer than {@link GoRuntime.Builder#longStep}
     * says. The logger {@code io.gondola.scheduler} gets a warning for the first time at each place in the code.
     */
    long longSteps();

    /** How many timers are set, and goroutines sleep, at this moment. */
    long timers();

    /** How many listening sockets there are at this moment. */
    default long listeners() {
        return 0;
    }

    /** How many TCP connections there are at this moment, those that are being dialled among them. */
    default long connections() {
        return 0;
    }

    /** How often a goroutine waited to read from the network, or to accept a connection. */
    default long readWaits() {
        return 0;
    }

    /** How often a goroutine waited to write to the network, or to be connected. */
    default long writeWaits() {
        return 0;
    }

    /** What was counted at named places of programs, such as the meters of pipelines, by name. */
    Map<String, Meter> meters();

    /** How many goroutines are in the queue that belongs to no processor, at this moment. */
    default int queued() {
        return 0;
    }

    /** How many threads there are to run goroutines: idle ones and those that block in Java code among them. */
    int machines();

    /** How many goroutines may run at once. */
    int maxProcs();

    /** The counters of each processor, by its number; none under the deterministic runtime. */
    Seq<ProcessorStats> processors();
}
