package io.gondola.testkit.run;

import io.gondola.testkit.Clock;
import io.gondola.testkit.NetFault;
import java.util.HashSet;
import java.util.Set;

/**
 * What an exploration lets the schedules and the program do, in all runs but those that say otherwise.
 *
 * @param maxSteps after so many steps a run is cut
 * @param mayLeak names of goroutines that need not end, as tasks are called
 * @param liberties what else schedules may do
 * @param lostAllowed whether programs may be built and dropped
 * @param javaSteps whether steps of plain Java code are steps of their own
 * @param netFaults what may go wrong in the network
 */
public record Options(
        Clock clock,
        int maxSteps,
        Set<String> mayLeak,
        Liberties liberties,
        boolean lostAllowed,
        boolean javaSteps,
        Set<NetFault> netFaults) {
    public static final Options DEFAULTS =
            new Options(Clock.IDLE, 100_000, Set.of(), Liberties.NONE, false, false, Set.of());

    public Options withClock(Clock c) {
        return new Options(c, maxSteps, mayLeak, liberties, lostAllowed, javaSteps, netFaults);
    }

    public Options withMaxSteps(int n) {
        return new Options(clock, n, mayLeak, liberties, lostAllowed, javaSteps, netFaults);
    }

    /** With {@code name} as one more that may leak. */
    public Options withLeak(String name) {
        Set<String> names = new HashSet<>(mayLeak);
        names.add(name);
        return new Options(clock, maxSteps, Set.copyOf(names), liberties, lostAllowed, javaSteps, netFaults);
    }

    public Options withLiberties(Liberties l) {
        return new Options(clock, maxSteps, mayLeak, l, lostAllowed, javaSteps, netFaults);
    }

    public Options withLostAllowed() {
        return new Options(clock, maxSteps, mayLeak, liberties, true, javaSteps, netFaults);
    }

    public Options withJavaSteps(boolean on) {
        return new Options(clock, maxSteps, mayLeak, liberties, lostAllowed, on, netFaults);
    }

    public Options withNetFaults(Set<NetFault> faults) {
        return new Options(clock, maxSteps, mayLeak, liberties, lostAllowed, javaSteps, faults);
    }
}
