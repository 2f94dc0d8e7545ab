package io.gondola.testkit.trace;

import java.util.Locale;

/**
 * How a failure was found, in words.
 *
 * @param test the name of the test or program
 * @param origin which run of which strategy, from which seed; or that it is a replay
 * @param token what replays the run
 * @param confirmation how often it was seen again, and how far it was shrunk; empty if neither
 * @param explored what else was run; empty if nothing
 * @param otherOrder whether the two accesses of a race were seen the other way round; empty if nobody looked
 */
public record Found(String test, String origin, String token, String confirmation, String explored, String otherOrder) {
    /**
     * What was run, in words.
     *
     * @param runs how many
     * @param traces how many distinct ones, up to the order of independent steps
     * @param singletons how many of these were seen once: their share of the runs is the chance that one more is new
     *     (Good and Turing)
     */
    public static String explored(int runs, int traces, int singletons) {
        return String.format(
                Locale.ROOT,
                "%d runs, %d distinct traces, next-new estimate %.2f",
                runs,
                traces,
                runs == 0 ? 1 : (double) singletons / runs);
    }
}
