package io.gondola.testkit.trace;

import io.gondola.testkit.run.Clock;

/**
 * How a failure was found.
 *
 * @param test the name of the test or program; empty if it has none
 * @param run the number of the run, from 1; 0 for a replay
 * @param of how many were asked for
 * @param strategy the name of the strategy
 * @param seed the seed
 * @param clock how virtual time went
 * @param token what replays the run
 * @param confirmed how many of the confirming runs failed likewise
 * @param confirmations how many there were
 * @param switchesBefore the context switches of the run as it was found
 * @param switchesAfter those of the run that is shown
 * @param runs the runs so far
 * @param traces the distinct ones, up to commuting steps
 * @param singletons those that were seen once
 */
public record Found(
        String test,
        int run,
        int of,
        String strategy,
        long seed,
        Clock clock,
        String token,
        int confirmed,
        int confirmations,
        int switchesBefore,
        int switchesAfter,
        int runs,
        int traces,
        int singletons) {
    /** The chance that a further run is unlike all before (Good and Turing): the share of runs whose trace was seen once. */
    public double chanceOfNew() {
        return runs == 0 ? 1 : (double) singletons / runs;
    }
}
