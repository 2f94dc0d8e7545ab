package io.gondola.testkit.run;

import java.util.Set;

/**
 * What is the same for all executions of an exploration.
 *
 * @param maxSteps after so many steps a run is cut
 * @param maxTicks how many deadlines the schedule may let pass in a run under the adversarial clock
 * @param jitterSeed for the durations of steps under the jittering clock
 * @param detailed whether sites and clocks are recorded
 * @param mayLeak names of goroutines that need not end
 * @param patient whether to wait a while, at rest, for other threads that interfere
 * @param liberties what else schedules may do
 * @param continued whether a run that is cut goes on fairly, to see whether it is endless
 * @param recordsAll whether the steps of that continuation are recorded, too
 */
public record Settings(
        Clock clock,
        int maxSteps,
        int maxTicks,
        long jitterSeed,
        boolean detailed,
        Set<String> mayLeak,
        boolean continued,
        boolean recordsAll,
        boolean patient,
        Liberties liberties) {
    public Settings withDetails() {
        return new Settings(
                clock, maxSteps, maxTicks, jitterSeed, true, mayLeak, continued, recordsAll, patient, liberties);
    }

    public Settings withClock(Clock newClock, long newJitterSeed) {
        return new Settings(
                newClock,
                maxSteps,
                maxTicks,
                newJitterSeed,
                detailed,
                mayLeak,
                continued,
                recordsAll,
                patient,
                liberties);
    }

    public Settings withLiberties(Liberties l) {
        return new Settings(
                clock, maxSteps, maxTicks, jitterSeed, detailed, mayLeak, continued, recordsAll, patient, l);
    }

    public Settings withMaxSteps(int steps) {
        return new Settings(
                clock, steps, maxTicks, jitterSeed, detailed, mayLeak, continued, recordsAll, patient, liberties);
    }

    public Settings notContinued() {
        return new Settings(
                clock, maxSteps, maxTicks, jitterSeed, detailed, mayLeak, false, recordsAll, patient, liberties);
    }

    public Settings recordingAll() {
        return new Settings(
                clock, maxSteps, maxTicks, jitterSeed, detailed, mayLeak, continued, true, patient, liberties);
    }

    public Settings withPatience() {
        return new Settings(
                clock, maxSteps, maxTicks, jitterSeed, detailed, mayLeak, continued, recordsAll, true, liberties);
    }
}
