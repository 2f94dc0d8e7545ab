package io.gondola.testkit;

import io.gondola.testkit.run.Liberties;
import java.util.Set;

/**
 * What is off by default, and can be switched on only.
 *
 * @param liberties what else schedules may do
 * @param lostAllowed whether programs may be built and dropped
 * @param javaSteps whether all runs make steps of plain Java code
 * @param netFaults what may go wrong in the network
 */
record Switches(Liberties liberties, boolean lostAllowed, boolean javaSteps, Set<NetFault> netFaults) {
    static final Switches NONE = new Switches(Liberties.NONE, false, false, Set.of());

    Switches with(Liberties l) {
        return new Switches(l, lostAllowed, javaSteps, netFaults);
    }

    Switches withLostAllowed() {
        return new Switches(liberties, true, javaSteps, netFaults);
    }

    Switches withJavaSteps() {
        return new Switches(liberties, lostAllowed, true, netFaults);
    }

    Switches withNetFaults(Set<NetFault> faults) {
        return new Switches(liberties, lostAllowed, javaSteps, faults);
    }
}
