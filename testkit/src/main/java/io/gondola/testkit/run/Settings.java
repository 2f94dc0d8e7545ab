package io.gondola.testkit.run;

import io.gondola.testkit.Clock;

/**
 * The options of an exploration as one run has them, and what is recorded of that run.
 *
 * @param jitterSeed for the durations of steps under the jittering clock
 * @param detailed whether sites and clocks are recorded
 * @param continued whether a run that is cut goes on fairly, to see whether it is endless
 * @param recordsAll whether the steps of that continuation are recorded, too
 * @param patient whether to wait a while, at rest, for other threads that interfere
 * @param looksForLost whether to look for programs that are dropped: a look at the stack for each that is built
 */
public record Settings(
        Options options,
        long jitterSeed,
        boolean detailed,
        boolean continued,
        boolean recordsAll,
        boolean patient,
        boolean looksForLost) {
    /** Of a run that records only what every run does, and goes on when it is cut. */
    public static Settings of(Options options, long jitterSeed) {
        return new Settings(options, jitterSeed, false, true, false, false, false);
    }

    public Clock clock() {
        return options.clock();
    }

    public int maxSteps() {
        return options.maxSteps();
    }

    public Liberties liberties() {
        return options.liberties();
    }

    public boolean javaSteps() {
        return options.javaSteps();
    }

    /** Whether programs that are built and dropped are a failure, in runs that look for them. */
    public boolean findsLost() {
        return !options.lostAllowed();
    }

    /** Whether the programs that are built are noted. */
    public boolean notesBuilt() {
        return detailed || looksForLost;
    }

    public Settings with(Options o) {
        return new Settings(o, jitterSeed, detailed, continued, recordsAll, patient, looksForLost);
    }

    public Settings withClock(Clock clock) {
        return with(options.withClock(clock));
    }

    public Settings withJitterSeed(long seed) {
        return new Settings(options, seed, detailed, continued, recordsAll, patient, looksForLost);
    }

    public Settings withDetails() {
        return new Settings(options, jitterSeed, true, continued, recordsAll, patient, looksForLost);
    }

    public Settings notContinued() {
        return new Settings(options, jitterSeed, detailed, false, recordsAll, patient, looksForLost);
    }

    public Settings recordingAll() {
        return new Settings(options, jitterSeed, detailed, continued, true, patient, looksForLost);
    }

    public Settings withPatience() {
        return new Settings(options, jitterSeed, detailed, continued, recordsAll, true, looksForLost);
    }

    /** Of a run that looks for programs that are dropped, if these are a failure. */
    public Settings withLost() {
        return new Settings(options, jitterSeed, detailed, continued, recordsAll, patient, findsLost());
    }

    /** Of a run that does not look for programs that are dropped. */
    public Settings withoutLost() {
        return new Settings(options, jitterSeed, detailed, continued, recordsAll, patient, false);
    }
}
