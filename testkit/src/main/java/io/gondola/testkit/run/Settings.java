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
 * @param endlessFails whether a run that is cut is a failure in any case
 */
public record Settings(
        Clock clock,
        int maxSteps,
        int maxTicks,
        long jitterSeed,
        boolean detailed,
        Set<String> mayLeak,
        boolean endlessFails,
        boolean patient,
        Liberties liberties) {
    public Settings withDetails() {
        return new Settings(clock, maxSteps, maxTicks, jitterSeed, true, mayLeak, endlessFails, patient, liberties);
    }

    public Settings withClock(Clock newClock, long newJitterSeed) {
        return new Settings(
                newClock, maxSteps, maxTicks, newJitterSeed, detailed, mayLeak, endlessFails, patient, liberties);
    }

    public Settings withLiberties(Liberties l) {
        return new Settings(clock, maxSteps, maxTicks, jitterSeed, detailed, mayLeak, endlessFails, patient, l);
    }

    public Settings withMaxSteps(int steps) {
        return new Settings(clock, steps, maxTicks, jitterSeed, detailed, mayLeak, endlessFails, patient, liberties);
    }

    public Settings withEndlessFatal() {
        return new Settings(clock, maxSteps, maxTicks, jitterSeed, detailed, mayLeak, true, patient, liberties);
    }

    public Settings withPatience() {
        return new Settings(clock, maxSteps, maxTicks, jitterSeed, detailed, mayLeak, endlessFails, true, liberties);
    }
}
