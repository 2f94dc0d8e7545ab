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
 * @param findsLost whether programs that are built and dropped are a failure, in runs that look for them
 * @param looksForLost whether this run does; that costs a look at the stack for each program that is built
 * @param javaSteps whether steps of plain Java code are steps of their own
 * @param netFaults names of what may go wrong in the network
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
        Liberties liberties,
        boolean findsLost,
        boolean looksForLost,
        boolean javaSteps,
        Set<String> netFaults) {
    public Settings withDetails() {
        return new Settings(
                clock,
                maxSteps,
                maxTicks,
                jitterSeed,
                true,
                mayLeak,
                continued,
                recordsAll,
                patient,
                liberties,
                findsLost,
                looksForLost,
                javaSteps,
                netFaults);
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
                liberties,
                findsLost,
                looksForLost,
                javaSteps,
                netFaults);
    }

    public Settings withLiberties(Liberties l) {
        return new Settings(
                clock,
                maxSteps,
                maxTicks,
                jitterSeed,
                detailed,
                mayLeak,
                continued,
                recordsAll,
                patient,
                l,
                findsLost,
                looksForLost,
                javaSteps,
                netFaults);
    }

    public Settings withMaxSteps(int steps) {
        return new Settings(
                clock,
                steps,
                maxTicks,
                jitterSeed,
                detailed,
                mayLeak,
                continued,
                recordsAll,
                patient,
                liberties,
                findsLost,
                looksForLost,
                javaSteps,
                netFaults);
    }

    public Settings notContinued() {
        return new Settings(
                clock,
                maxSteps,
                maxTicks,
                jitterSeed,
                detailed,
                mayLeak,
                false,
                recordsAll,
                patient,
                liberties,
                findsLost,
                looksForLost,
                javaSteps,
                netFaults);
    }

    public Settings recordingAll() {
        return new Settings(
                clock,
                maxSteps,
                maxTicks,
                jitterSeed,
                detailed,
                mayLeak,
                continued,
                true,
                patient,
                liberties,
                findsLost,
                looksForLost,
                javaSteps,
                netFaults);
    }

    public Settings withPatience() {
        return new Settings(
                clock,
                maxSteps,
                maxTicks,
                jitterSeed,
                detailed,
                mayLeak,
                continued,
                recordsAll,
                true,
                liberties,
                findsLost,
                looksForLost,
                javaSteps,
                netFaults);
    }

    /** Of a run that looks for programs that are dropped, if these are a failure. */
    public Settings withLost() {
        return new Settings(
                clock,
                maxSteps,
                maxTicks,
                jitterSeed,
                detailed,
                mayLeak,
                continued,
                recordsAll,
                patient,
                liberties,
                findsLost,
                findsLost,
                javaSteps,
                netFaults);
    }

    /** Of a run that does not look for programs that are dropped. */
    public Settings withoutLost() {
        return new Settings(
                clock,
                maxSteps,
                maxTicks,
                jitterSeed,
                detailed,
                mayLeak,
                continued,
                recordsAll,
                patient,
                liberties,
                findsLost,
                false,
                javaSteps,
                netFaults);
    }

    /** Whether the programs that are built are noted. */
    public boolean notesBuilt() {
        return detailed || looksForLost;
    }

    public Settings withJavaSteps(boolean on) {
        return new Settings(
                clock,
                maxSteps,
                maxTicks,
                jitterSeed,
                detailed,
                mayLeak,
                continued,
                recordsAll,
                patient,
                liberties,
                findsLost,
                looksForLost,
                on,
                netFaults);
    }

    public Settings withNetFaults(Set<String> faults) {
        return new Settings(
                clock,
                maxSteps,
                maxTicks,
                jitterSeed,
                detailed,
                mayLeak,
                continued,
                recordsAll,
                patient,
                liberties,
                findsLost,
                looksForLost,
                javaSteps,
                faults);
    }
}
